import type { SearchParameter, SimulatorRules } from '../model/simulator.ts';
import { type DateSpan, dateSpan } from './date-span.ts';
import type { Entry, Store } from './store.ts';

/** Name and value of a search parameter; repeated names must all hold, values between commas are alternatives. */
export type Criterion = readonly [name: string, value: string];

type Search = SimulatorRules['search'];
type Holds = (entry: Entry) => boolean;

/** What is stored of the type and meets every criterion. Parameters that the type does not have are ignored. */
export function find(store: Store, search: Search, type: string, criteria: readonly Criterion[]): readonly Entry[] {
  const tests = criteria.flatMap(([name, value]): readonly Holds[] => {
    const parameters = search[type] ?? {};
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    return parameter === undefined ? [] : [testOf(store, search, name, parameter, value)];
  });
  return [...store.entries(type)].filter((entry) => tests.every((holds) => holds(entry)));
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
      const wanted = new Set<string | number>(linked.map(({ reference }) => reference));
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
const COMPARE: Readonly<Record<string, (actual: number, wanted: DateSpan) => boolean>> = {
  eq: (actual, { from, to }) => actual >= from && actual < to,
  ne: (actual, { from, to }) => actual < from || actual >= to,
  gt: (actual, { to }) => actual >= to,
  lt: (actual, { from }) => actual < from,
  ge: (actual, { from }) => actual >= from,
  le: (actual, { to }) => actual < to,
};

function dateTest(name: string, value: string): Holds {
  const prefix = /^[a-z]{2}/.exec(value)?.[0];
  const compare = COMPARE[prefix ?? 'eq'];
  const wanted = dateSpan(prefix === undefined ? value : value.slice(2));
  if (compare === undefined || wanted === undefined) return () => false;
  return ({ index }) => index.get(name)?.some((key) => compare(Number(key), wanted)) ?? false;
}

/**
 * What `_include=Source:parameter[:Target]` adds to the matches, each resource once. An include also follows what another one added,
 * as this interface expects; one that names nothing known adds nothing.
 */
export function included(store: Store, matches: readonly Entry[], includes: readonly string[]): readonly Entry[] {
  const rules = includes.map(parseInclude);
  const seen = new Set<string | number>(matches.map(({ reference }) => reference));
  const added: Entry[] = [];
  for (let wave = matches; wave.length > 0; ) {
    const references = new Set(wave.flatMap((entry) => referencesOf(entry, rules)));
    wave = [...references].flatMap((reference) => (seen.has(reference) ? [] : (store.entry(String(reference)) ?? [])));
    for (const entry of wave) seen.add(entry.reference);
    added.push(...wave);
  }
  return added;
}

interface Include {
  /** How references to its source begin. */
  readonly from: string;
  readonly parameter: string;
  /** How references to its target begin; everything does when no type is asked for. */
  readonly to: string;
}

function parseInclude(include: string): Include {
  const [source = '', parameter = '', target] = include.split(':');
  return { from: `${source}/`, parameter, to: target === undefined ? '' : `${target}/` };
}

function referencesOf({ reference, index }: Entry, rules: readonly Include[]): readonly (string | number)[] {
  return rules.flatMap(({ from, parameter, to }) => {
    const references = reference.startsWith(from) ? (index.get(parameter) ?? []) : [];
    return references.filter((one) => String(one).startsWith(to));
  });
}
