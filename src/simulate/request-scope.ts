import { readResource } from '../fhir/bytes/document.ts';
import { formatOfMediaType } from '../fhir/bytes/media-type.ts';
import { readXmlDocument, type XmlReading } from '../fhir/bytes/xml-document.ts';
import type { Validator } from '../fhir/validator.ts';
import { evaluateXPath } from '../fhir/xpath.ts';
import { readBearer } from '../message/bearer.ts';
import { type Lookup, lookUp, type Scope, valueAt } from '../message/scope.ts';
import { fieldValues } from '../message/wire-head.ts';
import { type Diagnostic, isError } from '../model/diagnostic.ts';
import type { HttpRequest } from '../model/exchange.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { Binding, FormatRules, SimulatorRules } from '../model/simulator.ts';
import type { FhirVersion, Namespaces } from '../model/suite.ts';
import { fill, select } from './conditions.ts';
import { faultsOf } from './faults.ts';
import { offered, replyCoding, replyFormat } from './negotiate.ts';
import type { Route } from './router.ts';
import { type Criterion, find } from './search.ts';
import type { Store } from './store.ts';

/** What the rules are read against, besides the request itself. */
export interface World {
  readonly rules: SimulatorRules;
  readonly version: FhirVersion | undefined;
  readonly namespaces: Namespaces;
  readonly validator: Validator;
  readonly store: Store;
  readonly baseUrl: string;
  readonly now: () => Date;
  readonly ids: () => string;
}

/** Everything that templates and expressions may ask of one request; each part is worked out when first asked for. */
export function requestScope(request: HttpRequest, url: URL, route: Route, world: World): Scope {
  const { rules, version, baseUrl } = world;
  const scope: Record<string, JsonValue | Lookup> = {
    now: world.now().toISOString(),
    baseUrl,
    id: () => world.ids(),
    request: once(() => requestData(request, url), requestMember(request, url)),
    route: route.allow === undefined ? {} : { allow: route.allow },
    parameters: route.parameters,
    token: once(() => readBearer(request.headers)),
    format: once(() => replyFormat(rules.formats.replies, askedFormat(rules.formats, scope))),
    coding: once(() => replyCoding(rules.codings, fieldValue(request, 'Accept-Encoding'))),
    bodyFormat: once(() => offered(rules.formats.bodies, fieldValue(request, 'Content-Type') ?? '')),
    xpath: xpathOver(request, world),
    body: once(() => bodyOf(request, lookUp(scope, ['bodyFormat']), version)),
    ...(route.interaction === undefined
      ? {}
      : { interaction: { ...route.interaction.rule.facts, name: route.interaction.name } }),
  };
  for (const [name, binding] of Object.entries(rules.let)) scope[name] = once(() => bound(binding, scope, world));
  return scope;
}

/** Remembers the value; a binding that needs itself has none. */
function once(make: () => JsonValue | undefined, member?: Lookup): Lookup {
  let value: JsonValue | undefined;
  let made = false;
  return (path) => {
    const special = member?.(path);
    if (special !== undefined) return special;
    if (!made) {
      made = true;
      value = make();
    }
    return valueAt(value, path);
  };
}

/** Headers by name without regard to case, repeated ones as one list, and the first value of a parameter, whose name may have dots. */
function requestMember(request: HttpRequest, url: URL): Lookup {
  return ([part, ...name]) => {
    if (name.length === 0) return undefined;
    if (part === 'header') return fieldValue(request, name.join('.'));
    return part === 'query' ? (url.searchParams.get(name.join('.')) ?? undefined) : undefined;
  };
}

/** The request as FHIRPath sees it: parameters with all their values. */
function requestData({ method }: HttpRequest, url: URL): JsonObject {
  const names = [...new Set(url.searchParams.keys())];
  return {
    method,
    path: url.pathname,
    query: Object.fromEntries(names.map((name) => [name, url.searchParams.getAll(name)])),
  };
}

/** A field that comes several times is one list (RFC 9110 section 5.3). */
function fieldValue({ headers }: HttpRequest, name: string): string | undefined {
  const values = fieldValues(headers, name);
  return values.length === 0 ? undefined : values.join(', ');
}

function askedFormat({ asked }: FormatRules, scope: Scope): string | undefined {
  const given = asked.map((template) => fill(template, scope)).find((value) => value !== undefined);
  return given === undefined ? undefined : String(given);
}

/** Absent when it is no resource, and when XML says what its JSON form cannot. */
function bodyOf(
  request: HttpRequest,
  mediaType: JsonValue | undefined,
  version: FhirVersion | undefined,
): JsonObject | undefined {
  const format = formatOfMediaType(String(mediaType));
  if (format === undefined) return undefined;
  const { document, diagnostics } = readResource(request.body, format, version);
  const resource = document?.resource;
  return resource && diagnostics.filter(isError).every((error) => showsIn(resource, error)) ? resource : undefined;
}

/** What is empty, or text where its type has none, is so in JSON too, and validation names it. */
function showsIn(resource: JsonObject, { code, location }: Diagnostic): boolean {
  if (code !== 'PRIMITIVE_FORMAT') return code === 'EMPTY_ELEMENT';
  return typeof valueAt(resource, (location?.pointer ?? '').split('/').slice(1)) === 'string';
}

function bound(binding: Binding, scope: Scope, world: World): JsonValue | undefined {
  const { rules, version, store } = world;
  if ('validate' in binding) return faultsOf(binding, scope, world.validator);
  if ('value' in binding) return fill(binding.value, scope);
  if ('xpath' in binding) return lookUp(scope, ['xpath', binding.xpath]);
  if ('lookup' in binding) return lookedUp(binding, scope);
  if ('fhirpath' in binding) return select(binding.fhirpath, binding.of, scope, version)[0];
  if ('where' in binding) {
    const where = fill(binding.where, scope) as JsonObject | undefined;
    if (where === undefined) return undefined;
    const criteria = Object.entries(where).map(([name, value]): Criterion => [name, String(value)]);
    return find(store, rules.search, binding.stored, criteria)[0]?.current;
  }
  const wanted = fill([binding.id, binding.version ?? ''], scope) as readonly string[] | undefined;
  if (wanted === undefined) return undefined;
  const [id = '', stored = ''] = wanted;
  return store.get(binding.stored, id, stored === '' ? undefined : stored);
}

function lookedUp(
  { lookup, among, otherwise }: Extract<Binding, { lookup: unknown }>,
  scope: Scope,
): JsonValue | undefined {
  const name = String(fill(lookup, scope));
  const found = Object.hasOwn(among, name) ? among[name] : otherwise;
  return found === undefined ? undefined : fill(found, scope);
}

/** Expressions over the body, read as XML whatever its media type says; they have no value on what is no XML. */
function xpathOver({ body }: HttpRequest, { namespaces, now }: World): Lookup {
  let read: XmlReading | undefined;
  return ([expression = '']) => {
    read ??= readXmlDocument(body);
    if ('problem' in read) return undefined;
    const found = evaluateXPath(expression, read.document, {
      namespaces,
      variables: { startedAt: now().toISOString() },
    });
    if ('problem' in found) return undefined;
    return 'nodes' in found ? found.nodes[0] : found.value;
  };
}
