import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';

/** A ValueSet reduced to its content (https://hl7.org/fhir/R4/valueset.html). */
export interface ValueSet {
  readonly url: string;
  readonly version?: string;
  readonly include: readonly ValueSetPart[];
  readonly exclude?: readonly ValueSetPart[];
}

/** Codes of one system, or the members of other value sets; conditions are joined by "and". */
export interface ValueSetPart {
  readonly system?: string;
  /** Absent: every code of the system that meets the filters. */
  readonly codes?: readonly string[];
  readonly filters?: readonly { readonly property: string; readonly op: string; readonly value: string }[];
  readonly valueSets?: readonly string[];
}

/** A CodeSystem reduced to its codes. */
export interface CodeSystem {
  readonly url: string;
  /** False when the definition does not carry all codes. */
  readonly complete: boolean;
  readonly caseInsensitive?: true;
  readonly concepts: readonly Concept[];
}

/** A code, or a code with the codes below it. */
export type Concept = string | readonly [code: string, below: readonly Concept[]];

/** Reads a ValueSet, its expansion standing in for a missing definition; undefined when the JSON is neither. */
export function parseValueSet(json: JsonObject): ValueSet | undefined {
  const url = json['url'];
  if (json['resourceType'] !== 'ValueSet' || typeof url !== 'string') return undefined;
  const compose = json['compose'];
  const include = isJsonObject(compose)
    ? objects(compose['include']).map(parsePart)
    : parseExpansion(json['expansion']);
  const exclude = isJsonObject(compose) ? objects(compose['exclude']).map(parsePart) : [];
  return {
    url,
    ...(typeof json['version'] === 'string' && { version: json['version'] }),
    include,
    ...(exclude.length > 0 && { exclude }),
  };
}

function parsePart(json: JsonObject): ValueSetPart {
  const codes = objects(json['concept']).flatMap((concept) => texts(concept['code']));
  const filters = objects(json['filter']).map((filter) => ({
    property: texts(filter['property'])[0] ?? '',
    op: texts(filter['op'])[0] ?? '',
    value: texts(filter['value'])[0] ?? '',
  }));
  const valueSets = texts(json['valueSet']);
  return {
    ...(typeof json['system'] === 'string' && { system: json['system'] }),
    ...(codes.length > 0 && { codes }),
    ...(filters.length > 0 && { filters }),
    ...(valueSets.length > 0 && { valueSets }),
  };
}

function parseExpansion(expansion: JsonValue | undefined): readonly ValueSetPart[] {
  if (!isJsonObject(expansion)) return [];
  const bySystem = new Map<string, string[]>();
  for (const entry of objects(expansion['contains'])) {
    const [system] = texts(entry['system']);
    const [code] = texts(entry['code']);
    if (system && code) bySystem.set(system, [...(bySystem.get(system) ?? []), code]);
  }
  return [...bySystem].map(([system, codes]) => ({ system, codes }));
}

/** Reads a CodeSystem; undefined when the JSON is not one. */
export function parseCodeSystem(json: JsonObject): CodeSystem | undefined {
  const url = json['url'];
  if (json['resourceType'] !== 'CodeSystem' || typeof url !== 'string') return undefined;
  return {
    url,
    complete: json['content'] === 'complete',
    ...(json['caseSensitive'] === false && { caseInsensitive: true as const }),
    concepts: parseConcepts(json['concept']),
  };
}

/** Nesting gives the hierarchy; where concepts are listed flat, a `subsumedBy` extension or `parent` property is not read. */
function parseConcepts(value: JsonValue | undefined): readonly Concept[] {
  return objects(value).flatMap((json): readonly Concept[] => {
    const code = json['code'];
    if (typeof code !== 'string') return [];
    const below = parseConcepts(json['concept']);
    return below.length > 0 ? [[code, below]] : [code];
  });
}

const objects = (value: JsonValue | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter((entry): entry is JsonObject => isJsonObject(entry)) : [];

const texts = (value: JsonValue | undefined): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((entry): entry is string => typeof entry === 'string');
