import type { JsonObject } from '../model/json.ts';
import type { SearchParameter, SimulatorRules } from '../model/simulator.ts';
import type { Entry, Store } from './store.ts';

/** Name and value of a search parameter; repeated names must all hold, values between commas are alternatives. */
export type Criterion = readonly [name: string, value: string];

type Search = SimulatorRules['search'];
type Holds = (entry: Entry) => boolean;

/** Resources of the type that meet every criterion. Parameters that the type does not have are ignored. */
export function find(
  store: Store,
  search: Search,
  type: string,
  criteria: readonly Criterion[],
): readonly JsonObject[] {
  const tests = criteria.flatMap(([name, value]): readonly Holds[] => {
    const parameter = search[type]?.[name];
    return parameter === undefined ? [] : [testOf(store, search, name, parameter, value)];
  });
  return store
    .entries(type)
    .filter((entry) => tests.every((holds) => holds(entry)))
    .map(({ current }) => current);
}

function testOf(store: Store, search: Search, name: string, parameter: SearchParameter, value: string): Holds {
  switch (parameter.type) {
    case 'token':
    case 'reference': {
      const wanted = new Set<string | number>(value.split(','));
      return ({ index }) => index.get(name)?.some((key) => wanted.has(key)) ?? false;
    }
    case 'date':
      return dateTest(name, value);
    case 'chain': {
      const [link, next] = parameter.chain;
      const asked = parameter.target === undefined ? value : referencesTo(parameter.target, value);
      const linked = find(store, search, parameter.of, [[next, asked]]);
      const wanted = new Set<string | number>(linked.map(({ id }) => `${parameter.of}/${String(id)}`));
      return ({ index }) => index.get(link)?.some((key) => wanted.has(key)) ?? false;
    }
    default:
      return parameter satisfies never;
  }
}

function referencesTo(type: string, ids: string): string {
  return ids
    .split(',')
    .map((id) => (id.includes('/') ? id : `${type}/${id}`))
    .join(',');
}

/** Prefixes of https://hl7.org/fhir/STU3/search.html#prefix; times compare as instants, so their offsets do not matter. */
const COMPARE: Readonly<Record<string, (actual: number, wanted: number) => boolean>> = {
  eq: (actual, wanted) => actual === wanted,
  ne: (actual, wanted) => actual !== wanted,
  gt: (actual, wanted) => actual > wanted,
  lt: (actual, wanted) => actual < wanted,
  ge: (actual, wanted) => actual >= wanted,
  le: (actual, wanted) => actual <= wanted,
};

function dateTest(name: string, value: string): Holds {
  const prefix = /^[a-z]{2}/.exec(value)?.[0];
  const compare = COMPARE[prefix ?? 'eq'];
  const wanted = Date.parse(prefix === undefined ? value : value.slice(2));
  if (compare === undefined || Number.isNaN(wanted)) return () => false;
  return ({ index }) => index.get(name)?.some((key) => compare(Number(key), wanted)) ?? false;
}

/**
 * What `_include=Source:parameter[:Target]` adds to the matches, each resource once. An include also follows what another one added,
 * as this interface expects; one that names nothing known adds nothing.
 */
export function included(
  store: Store,
  matches: readonly JsonObject[],
  includes: readonly string[],
): readonly JsonObject[] {
  const rules = includes.map((include) => include.split(':'));
  const seen = new Set(matches.map(referenceOf));
  const added: JsonObject[] = [];
  for (let wave = matches; wave.length > 0; ) {
    const found = wave
      .flatMap((resource) => targetsOf(store, resource, rules))
      .filter((resource) => {
        const reference = referenceOf(resource);
        return !seen.has(reference) && seen.add(reference);
      });
    added.push(...found);
    wave = found;
  }
  return added;
}

function targetsOf(store: Store, resource: JsonObject, rules: readonly (readonly string[])[]): readonly JsonObject[] {
  const type = String(resource.resourceType);
  const index = store.entry(type, String(resource.id))?.index;
  return rules.flatMap(([source, parameter = '', wanted]) => {
    const references = source === type ? (index?.get(parameter) ?? []) : [];
    return references.flatMap((reference) => {
      const [target = '', id = ''] = String(reference).split('/');
      const found = wanted === undefined || wanted === target ? store.get(target, id) : undefined;
      return found === undefined ? [] : [found];
    });
  });
}

export const referenceOf = ({ resourceType, id }: JsonObject): string => `${String(resourceType)}/${String(id)}`;
