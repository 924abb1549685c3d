import { lookUp, type Scope } from '../message/scope.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import type { Action, Effect } from '../model/simulator.ts';
import { changed } from './changed.ts';
import { allHold, fill } from './conditions.ts';
import type { World } from './request-scope.ts';
import { type Criterion, find, included } from './search.ts';
import type { Entry } from './store.ts';

/** Does what the interaction does and returns the resource to reply with. The checks have made sure that it can be done. */
export function act(action: Exclude<Action, { write: unknown }>, url: URL, scope: Scope, world: World): JsonObject {
  if ('give' in action) return objectOf(fill(action.give, scope));
  if ('search' in action) return searched(action, url, scope, world);
  const body = objectOf(lookUp(scope, ['body']));
  if ('create' in action) return world.store.put(action.create, world.ids(), body);
  return world.store.put(action.update, String(fill(action.id, scope)), body);
}

function searched(
  { search: type, where = {}, includes }: Extract<Action, { search: string }>,
  url: URL,
  scope: Scope,
  { store, rules, version, baseUrl, ids, now }: World,
): JsonObject {
  const fixed = Object.entries(objectOf(fill(where, scope))).map(([name, value]): Criterion => [name, String(value)]);
  const matches = find(store, rules.search, type, [...url.searchParams, ...fixed]);
  const asked = allHold(includes, scope, version) ? url.searchParams.getAll('_include') : [];
  const others = included(store, matches, asked);
  const entry = [
    ...matches.map((one) => entryOf(one, 'match', baseUrl)),
    ...others.map((one) => entryOf(one, 'include', baseUrl)),
  ];
  return {
    resourceType: 'Bundle',
    id: ids(),
    meta: { lastUpdated: now().toISOString() },
    type: 'searchset',
    total: matches.length,
    link: [{ relation: 'self', url: `${baseUrl}/${type}${url.search}` }],
    ...(entry.length === 0 ? {} : { entry }),
  };
}

/** Entries of stored resources, by how they came into the bundle: searches give the same ones again and again. */
const entries = { match: new WeakMap<JsonObject, JsonObject>(), include: new WeakMap<JsonObject, JsonObject>() };

function entryOf({ current, reference }: Entry, mode: keyof typeof entries, baseUrl: string): JsonObject {
  let entry = entries[mode].get(current);
  if (entry === undefined) {
    entry = { fullUrl: `${baseUrl}/${reference}`, resource: current, search: { mode } };
    entries[mode].set(current, entry);
  }
  return entry;
}

/** Carries out what the interaction changes besides its own resource. */
export function applyEffect(effect: Effect, scope: Scope, { store }: World): void {
  if ('keep' in effect) {
    const resource = objectOf(fill(effect.keep, scope));
    store.put(String(resource.resourceType), String(resource.id), resource);
    return;
  }
  const id = fill(effect.id, scope);
  const current = id === undefined ? undefined : store.get(effect.change, String(id));
  if (current !== undefined) store.put(effect.change, String(id), changed(current, effect.edits, scope));
}

const objectOf = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {});
