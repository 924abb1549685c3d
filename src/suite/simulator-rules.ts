import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import type { Defect, InteractionRule, SimulatorDefinition, SimulatorRules } from '../model/simulator.ts';
import type { FhirVersion } from '../model/suite.ts';
import { bodyOf, type Templates } from './body-template.ts';
import { errorAt, items, type Located, member, members, type Report, sourceOf } from './located.ts';

type Optional = 'codings' | 'headers' | 'transport' | 'search' | 'let' | 'amend' | 'replies' | 'store';

/** A simulator as written. */
export interface DeclaredSimulator extends Omit<SimulatorRules, Optional> {
  readonly simulator: string;
  readonly title: string;
  readonly api: string;
  readonly fhir?: FhirVersion;
  readonly codings?: SimulatorRules['codings'];
  readonly headers?: JsonObject;
  readonly transport?: Partial<SimulatorRules['transport']>;
  readonly store?: { readonly resources: readonly JsonValue[]; readonly series?: readonly JsonObject[] };
  readonly search?: SimulatorRules['search'];
  readonly let?: SimulatorRules['let'];
  readonly amend?: SimulatorRules['amend'];
  readonly replies?: SimulatorRules['replies'];
  readonly defects?: Readonly<Record<string, Partial<Defect> & Pick<Defect, 'title' | 'patch'>>>;
  readonly insensitive?: SimulatorDefinition['insensitive'];
}

/** The rules with defaults, and with the resources and the XML that are named by file. */
export function rulesOf(declared: Located<DeclaredSimulator>, templates: Templates, report: Report): SimulatorRules {
  const { formats, codings = [], headers = {}, transport = {}, outcome, search = {}, checks } = declared.value;
  const files: Files = {
    resource: (at) => resourceOf(at, templates, report),
    xml: (at) => xmlOf(at, templates, report),
  };
  const store = member(declared, 'store');
  const series = items(store && member(store, 'series')).map((one) => ({
    ...one.value,
    resource: files.resource({ ...one, value: one.value.resource ?? null, pointer: `${one.pointer}/resource` }),
  }));
  return {
    formats,
    codings,
    headers,
    transport: { tolerates: [], plainHttp: 'close', ...transport },
    ...(outcome && { outcome }),
    // The schema has said what a series is.
    store: {
      resources: items(store && member(store, 'resources')).map(files.resource),
      series,
    } as unknown as SimulatorRules['store'],
    search,
    let: declared.value.let ?? {},
    interactions: each(member(declared, 'interactions'), (one) => interactionOf(one, files)),
    refusals: each(member(declared, 'refusals'), (one) => written(one, files)),
    checks,
    amend: each(member(declared, 'amend'), (one) => written(one, files)),
    replies: each(member(declared, 'replies'), (one) => written(one, files)),
  };
}

/** Reads what is named by file, or stands in its place. */
interface Files {
  readonly resource: (at: Located<JsonValue>) => JsonObject;
  readonly xml: (at: Located<string>) => string;
}

function each<T extends object>(
  parts: Located<Readonly<Record<string, T>>> | undefined,
  read: (part: Located<T>) => T,
): Readonly<Record<string, T>> {
  return Object.fromEntries(members(parts).map(([name, part]) => [name, read(part)]));
}

function interactionOf(declared: Located<InteractionRule>, files: Files): InteractionRule {
  const { action, example } = declared.value;
  const at = <T>(value: T, place: string): Located<T> => ({ ...declared, value, pointer: declared.pointer + place });
  const isNamed = 'give' in action && isFile(action.give);
  const body = example?.body;
  return {
    ...declared.value,
    action: isNamed ? { give: files.resource(at(action.give, '/action/give')) } : written(at(action, '/action'), files),
    ...(body === undefined ? {} : { example: { ...example, body: exampleBody(at(body, '/example/body'), files) } }),
  };
}

function exampleBody({ value, ...place }: Located<JsonObject | string>, files: Files): JsonObject | string {
  return typeof value === 'string' && isXml(value)
    ? files.xml({ ...place, value })
    : files.resource({ ...place, value });
}

/** With the text of the file that it says is written, if it does. */
function written<T extends object>(part: Located<T>, files: Files): T {
  const file = member<{ readonly write?: string }, 'write'>(part, 'write');
  return file === undefined ? part.value : { ...part.value, write: files.xml(file) };
}

const isFile = (value: JsonValue): boolean => typeof value === 'string' && !value.includes('${');
const isXml = (file: string): boolean => /\.xml$/i.test(file);

/** A resource given in place, or in a file of fixtures. */
function resourceOf(at: Located<JsonValue>, templates: Templates, report: Report): JsonObject {
  if (isJsonObject(at.value)) return at.value;
  const body = bodyOf(at, templates, report);
  if (body === undefined) return {};
  const template = (body as { readonly template?: JsonValue }).template;
  if (isJsonObject(template) && typeof template.resourceType === 'string') return template;
  report(errorAt(sourceOf(at), 'NOT_A_RESOURCE', `${String(at.value)} holds no FHIR resource in JSON`));
  return {};
}

/** The text of an XML file of fixtures. */
function xmlOf(at: Located<string>, templates: Templates, report: Report): string {
  const body = bodyOf(at, templates, report);
  if (body === undefined) return '';
  const template = (body as { readonly template?: JsonValue }).template;
  if (typeof template === 'string' && isXml(at.value)) return template;
  report(errorAt(sourceOf(at), 'WRONG_VALUE', `${at.value} is no XML file`));
  return '';
}
