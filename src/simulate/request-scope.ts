import { readResource } from '../fhir/bytes/document.ts';
import { type Lookup, type Scope, valueAt } from '../message/scope.ts';
import { fieldValues } from '../message/wire-head.ts';
import type { HttpRequest } from '../model/exchange.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { Binding, SimulatorRules } from '../model/simulator.ts';
import type { FhirVersion } from '../model/suite.ts';
import { readBearer } from './bearer.ts';
import { fill, select } from './conditions.ts';
import { offered, replyFormat } from './negotiate.ts';
import type { Route } from './router.ts';
import { type Criterion, find } from './search.ts';
import type { Store } from './store.ts';

/** What the rules are read against, besides the request itself. */
export interface World {
  readonly rules: SimulatorRules;
  readonly version: FhirVersion;
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
    format: once(() => replyFormat(rules.formats, url.searchParams.get('_format') ?? undefined, accepted(request))),
    bodyFormat: once(() => offered(rules.formats, fieldValues(request.headers, 'Content-Type')[0] ?? '')),
    body: once(() => readResource(request.body, 'json', version).document?.resource),
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

/** Headers by name without regard to case, and the first value of a parameter, whose name may have dots. */
function requestMember(request: HttpRequest, url: URL): Lookup {
  return ([part, ...name]) => {
    if (name.length === 0) return undefined;
    if (part === 'header') return fieldValues(request.headers, name.join('.'))[0];
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

function accepted({ headers }: HttpRequest): string | undefined {
  const values = fieldValues(headers, 'Accept');
  return values.length === 0 ? undefined : values.join(',');
}

function bound(binding: Binding, scope: Scope, { rules, version, store }: World): JsonValue | undefined {
  if ('value' in binding) return fill(binding.value, scope);
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
