import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';

/**
 * A StructureDefinition reduced to what validation needs, in one form for both FHIR versions
 * (https://hl7.org/fhir/R4/structuredefinition.html, https://hl7.org/fhir/STU3/structuredefinition.html).
 */
export interface StructureDefinition {
  readonly url: string;
  readonly version?: string;
  readonly name: string;
  /** The resource or data type that it describes or constrains. */
  readonly type: string;
  readonly kind: 'resource' | 'complex-type' | 'primitive-type' | 'logical';
  readonly abstract?: true;
  /** Canonical URL of the definition that this one refines; absent at the roots. */
  readonly base?: string;
  /** True for a profile: same type as its base, narrower. */
  readonly constraint?: true;
  /** For an extension: where it may be used; absent allows any place. */
  readonly context?: readonly ExtensionContext[];
  /** For an extension: FHIRPath that must hold on the element that has it. */
  readonly contextInvariant?: readonly string[];
  readonly snapshot?: readonly ElementDefinition[];
  readonly differential?: readonly ElementDefinition[];
}

/**
 * A place for an extension (https://hl7.org/fhir/R4/defining-extensions.html#context): an element by path or type, an
 * extension by URL, or what a FHIRPath expression selects in the resource.
 */
export interface ExtensionContext {
  readonly type: 'element' | 'extension' | 'fhirpath';
  readonly expression: string;
}

export interface ElementType {
  readonly code: string;
  readonly profile?: readonly string[];
  readonly targetProfile?: readonly string[];
  /** Where the target of a reference must be; absent allows any place. */
  readonly aggregation?: readonly Aggregation[];
}

const AGGREGATIONS = ['contained', 'referenced', 'bundled'] as const;

/** Where the target of a reference is (https://hl7.org/fhir/R4/valueset-resource-aggregation-mode.html). */
export type Aggregation = (typeof AGGREGATIONS)[number];

export interface Constraint {
  readonly key: string;
  readonly severity: 'error' | 'warning';
  readonly human: string;
  /** FHIRPath; empty where only an XPath is published. */
  readonly expression: string;
}

export interface Binding {
  readonly strength: 'required' | 'extensible' | 'preferred' | 'example';
  readonly valueSet: string;
}

const DISCRIMINATOR_TYPES = ['value', 'exists', 'pattern', 'type', 'profile'] as const;

export interface Discriminator {
  /** `unknown` is one that these versions do not have: what it tells apart cannot be told. */
  readonly type: (typeof DISCRIMINATOR_TYPES)[number] | 'unknown';
  readonly path: string;
}

interface SlicingDefinition {
  readonly discriminator: readonly Discriminator[];
  readonly rules: 'open' | 'closed' | 'openAtEnd';
  readonly ordered?: true;
}

/** Members that a differential leaves out are undefined; a snapshot has `min` and `max` everywhere. */
export interface ElementDefinition {
  /** As `Patient.identifier:nhsNumber.system`. */
  readonly id: string;
  readonly path: string;
  readonly sliceName?: string;
  readonly min?: number;
  /** A number or `*`. */
  readonly max?: string;
  /** `max` of the element where it was first defined: more than one makes it a list in JSON. */
  readonly baseMax?: string;
  readonly type?: readonly ElementType[];
  readonly contentReference?: string;
  readonly binding?: Binding;
  readonly constraint?: readonly Constraint[];
  readonly fixed?: JsonValue;
  readonly pattern?: JsonValue;
  readonly minValue?: JsonValue;
  readonly maxValue?: JsonValue;
  readonly maxLength?: number;
  /** What all of a primitive value matches, by the extension `regex`. */
  readonly regex?: string;
  readonly isModifier?: true;
  readonly slicing?: SlicingDefinition;
  readonly representation?: 'xmlAttr' | 'xhtml';
}

const FHIR_TYPE_EXTENSION = 'http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type';

/** Reads a StructureDefinition of either version; undefined when the JSON is not one. */
export function parseStructureDefinition(json: JsonObject): StructureDefinition | undefined {
  const url = text(json['url']);
  const type = text(json['type']);
  const kind = parseKind(json['kind']);
  if (json['resourceType'] !== 'StructureDefinition' || !url || !type || !kind) return undefined;
  return defined({
    url,
    version: text(json['version']),
    name: text(json['name']) ?? type,
    type,
    kind,
    abstract: json['abstract'] === true ? (true as const) : undefined,
    base: text(json['baseDefinition']),
    constraint: json['derivation'] === 'constraint' ? (true as const) : undefined,
    context: parseContext(json['context'], json['contextType']),
    contextInvariant: parseContextInvariant(json['contextInvariant']),
    snapshot: parseElements(json['snapshot'], kind),
    differential: parseElements(json['differential'], kind),
  });
}

type Kind = StructureDefinition['kind'];

const REGEX_EXTENSION = /^http:\/\/hl7\.org\/fhir\/StructureDefinition\/(?:structuredefinition-)?regex$/;

/** R4 puts it on an element or its type, STU3 on an element. */
function regexOf(json: JsonObject): string | undefined {
  return objects(json['extension'])
    .filter(({ url }) => typeof url === 'string' && REGEX_EXTENSION.test(url))
    .flatMap(({ valueString }) => texts(valueString))[0];
}

function parseElements(part: JsonValue | undefined, kind: Kind): readonly ElementDefinition[] | undefined {
  return isJsonObject(part) ? objects(part['element']).map((element) => parseElement(element, kind)) : undefined;
}

function parseElement(json: JsonObject, kind: Kind): ElementDefinition {
  const path = text(json['path']) ?? '';
  const isResourceId = kind === 'resource' && /^\w+\.id$/.test(path);
  const base = json['base'];
  return defined({
    id: text(json['id']) ?? path,
    path,
    sliceName: text(json['sliceName']),
    min: number(json['min']),
    max: text(json['max']),
    baseMax: isJsonObject(base) && base['max'] !== json['max'] ? text(base['max']) : undefined,
    type: isResourceId ? [{ code: 'id' }] : parseTypes(objects(json['type'])),
    contentReference: text(json['contentReference']),
    binding: parseBinding(json['binding']),
    constraint: parseConstraints(objects(json['constraint'])),
    fixed: choiceValue(json, 'fixed'),
    pattern: choiceValue(json, 'pattern'),
    minValue: choiceValue(json, 'minValue'),
    maxValue: choiceValue(json, 'maxValue'),
    maxLength: number(json['maxLength']),
    regex:
      regexOf(json) ??
      objects(json['type'])
        .map(regexOf)
        .find((regex) => regex !== undefined),
    isModifier: json['isModifier'] === true ? (true as const) : undefined,
    slicing: parseSlicing(json['slicing']),
    representation: parseRepresentation(json['representation']),
  });
}

/** STU3 repeats a type once for each profile and target; R4 lists them inside one type. */
function parseTypes(types: readonly JsonObject[]): readonly ElementType[] | undefined {
  const merged = new Map<string, { profile: Set<string>; targetProfile: Set<string>; aggregation: Set<string> }>();
  for (const type of types) {
    const code = typeCode(type);
    if (code === '') continue;
    const entry = merged.get(code) ?? { profile: new Set(), targetProfile: new Set(), aggregation: new Set() };
    for (const url of texts(type['profile'])) entry.profile.add(url);
    for (const url of texts(type['targetProfile'])) entry.targetProfile.add(url);
    for (const mode of texts(type['aggregation'])) entry.aggregation.add(mode);
    merged.set(code, entry);
  }
  if (merged.size === 0) return undefined;
  return [...merged].map(([code, { profile, targetProfile, aggregation }]) =>
    defined({
      code,
      profile: profile.size > 0 ? [...profile] : undefined,
      targetProfile: targetProfile.size > 0 ? [...targetProfile] : undefined,
      aggregation: aggregation.size > 0 ? AGGREGATIONS.filter((mode) => aggregation.has(mode)) : undefined,
    }),
  );
}

/**
 * R4 gives ids and primitive values FHIRPath system types and names the FHIR type in an extension. It calls the id of a
 * resource a string there, although its text asks for the type `id`: see isResourceId.
 */
function typeCode(type: JsonObject): string {
  const code = text(type['code']) ?? '';
  if (!code.startsWith('http://hl7.org/fhirpath/System.')) return code;
  const declared = objects(type['extension']).find((extension) => extension['url'] === FHIR_TYPE_EXTENSION);
  return text(declared?.['valueUrl']) ?? text(declared?.['valueUri']) ?? 'string';
}

const STRENGTHS = ['required', 'extensible', 'preferred', 'example'] as const;

function parseBinding(json: JsonValue | undefined): Binding | undefined {
  if (!isJsonObject(json)) return undefined;
  const reference = json['valueSetReference'];
  const valueSet =
    text(json['valueSet']) ??
    text(json['valueSetUri']) ??
    (isJsonObject(reference) ? text(reference['reference']) : undefined);
  const strength = STRENGTHS.find((known) => known === json['strength']);
  return valueSet && strength ? { strength, valueSet } : undefined;
}

/** ele-1 and ext-1 hold for every element and are checked by the structure itself. */
const STRUCTURAL_CONSTRAINTS: ReadonlySet<string> = new Set(['ele-1', 'ext-1']);

function parseConstraints(constraints: readonly JsonObject[]): readonly Constraint[] | undefined {
  const parsed = constraints.flatMap((json) => {
    const key = text(json['key']);
    if (!key || STRUCTURAL_CONSTRAINTS.has(key)) return [];
    const severity = json['severity'] === 'warning' ? ('warning' as const) : ('error' as const);
    return [{ key, severity, human: text(json['human']) ?? key, expression: text(json['expression']) ?? '' }];
  });
  return parsed.length > 0 ? parsed : undefined;
}

function parseSlicing(json: JsonValue | undefined): SlicingDefinition | undefined {
  if (!isJsonObject(json)) return undefined;
  const rules =
    (['open', 'closed', 'openAtEnd'] as const).find((known) => known === json['rules']) ?? ('open' as const);
  const discriminator = objects(json['discriminator']).map((entry) => ({
    type: DISCRIMINATOR_TYPES.find((known) => known === entry['type']) ?? ('unknown' as const),
    path: text(entry['path']) ?? '$this',
  }));
  return { discriminator, rules, ...(json['ordered'] === true && { ordered: true as const }) };
}

function parseKind(value: JsonValue | undefined): Kind | undefined {
  return (['resource', 'complex-type', 'primitive-type', 'logical'] as const).find((kind) => kind === value);
}

function parseRepresentation(value: JsonValue | undefined): ElementDefinition['representation'] {
  return (['xmlAttr', 'xhtml'] as const).find((kind) => texts(value).includes(kind));
}

/** R4 gives each context a type; STU3 one to all of them, and tells elements of resources from those of data types. */
function parseContext(
  value: JsonValue | undefined,
  commonType: JsonValue | undefined,
): readonly ExtensionContext[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((entry) =>
    isJsonObject(entry)
      ? texts(entry['expression']).map((expression) => ({ type: contextType(entry['type']), expression }))
      : texts(entry).map((expression) => ({ type: contextType(commonType), expression })),
  );
}

const contextType = (value: JsonValue | undefined): ExtensionContext['type'] =>
  value === 'extension' || value === 'fhirpath' ? value : 'element';

function parseContextInvariant(value: JsonValue | undefined): readonly string[] | undefined {
  const expressions = texts(value);
  return expressions.length > 0 ? expressions : undefined;
}

/** `fixedUri`, `patternCodeableConcept` …: the value of the one member with that prefix. */
function choiceValue(json: JsonObject, prefix: string): JsonValue | undefined {
  const key = Object.keys(json).find((name) => name.startsWith(prefix) && /^[A-Z]/.test(name.slice(prefix.length)));
  return key === undefined ? undefined : json[key];
}

const text = (value: JsonValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

const number = (value: JsonValue | undefined): number | undefined => (typeof value === 'number' ? value : undefined);

const texts = (value: JsonValue | undefined): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((entry): entry is string => typeof entry === 'string');

const objects = (value: JsonValue | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter((entry): entry is JsonObject => isJsonObject(entry)) : [];

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Drops the members that are undefined, so that optional members are absent rather than undefined. */
function defined<T extends object>(value: T): Defined<T> {
  // The entries that stay are those of T; TypeScript cannot follow fromEntries.
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<T>;
}
