import { type DefinitionStore, withoutVersion } from '../definitions/store.ts';
import type { Concept, ValueSet, ValueSetPart } from '../definitions/value-set.ts';
import { IMPLICIT_SYSTEMS, IMPLICIT_VALUE_SETS } from './implicit-systems.ts';

/** Whether a code is in a value set, or why that cannot be told offline. */
export type Membership = 'member' | 'not-member' | { readonly unknown: string };

export interface Terminology {
  /** `system` is undefined for elements of type code, which leave it out. */
  readonly membership: (valueSet: string, system: string | undefined, code: string) => Membership;
  /** The code systems of which the value set has the code. */
  readonly systems: (valueSet: string, code: string) => readonly string[];
  /** The codes of a value set that lists them, or whole code systems; undefined when it is put together otherwise. */
  readonly codes: (valueSet: string) => readonly string[] | undefined;
}

type Test = (code: string) => boolean;

/** What a value set was found to hold, by code system. */
interface Expansion {
  readonly tests: ReadonlyMap<string, readonly Test[]>;
  /** Parts that could not be expanded. */
  readonly open: readonly { readonly system?: string; readonly reason: string }[];
}

/** Membership from value sets and code systems at hand; each value set is expanded once. */
export function createTerminology(store: DefinitionStore): Terminology {
  const expansions = new Map<string, Expansion | undefined>();
  const codeSystems = new Map<string, ReadonlySet<string> | undefined>();

  function expansionOf(canonical: string): Expansion | undefined {
    const url = withoutVersion(canonical);
    if (expansions.has(url)) return expansions.get(url);
    expansions.set(url, { tests: new Map(), open: [{ reason: `value set ${url} includes itself` }] });
    const system = IMPLICIT_VALUE_SETS[url];
    const valueSet = store.valueSet(url) ?? (system === undefined ? undefined : { url, include: [{ system }] });
    const expansion = valueSet && expand(valueSet);
    expansions.set(url, expansion);
    return expansion;
  }

  function expand(valueSet: ValueSet): Expansion {
    const tests = new Map<string, Test[]>();
    const open: { system?: string; reason: string }[] = [];
    for (const part of valueSet.include) {
      const outcome = expandPart(part);
      if ('reason' in outcome) open.push(outcome);
      else for (const [system, found] of outcome) tests.set(system, [...(tests.get(system) ?? []), ...found]);
    }
    const excluded = (valueSet.exclude ?? []).map(expandPart);
    for (const outcome of excluded) if ('reason' in outcome) open.push(outcome);
    return {
      tests: without(
        tests,
        excluded.flatMap((outcome) => ('reason' in outcome ? [] : [outcome])),
      ),
      open,
    };
  }

  function expandPart(part: ValueSetPart): ReadonlyMap<string, readonly Test[]> | { system?: string; reason: string } {
    const sets = (part.valueSets ?? []).map((url) => ({ url, expansion: expansionOf(url) }));
    const broken = sets.find(({ expansion }) => !expansion || expansion.open.length > 0);
    if (broken) return { reason: `value set ${broken.url} cannot be expanded` };
    const fromSets = sets.flatMap(({ expansion }) => expansion?.tests ?? []);
    if (part.system === undefined) return intersection(fromSets);
    const test = testOf(part, part.system);
    if (!test) return { system: part.system, reason: whyUnknown(part.system, part.filters !== undefined) };
    const own = new Map([[part.system, [test]]]);
    return fromSets.length === 0 ? own : intersection([own, ...fromSets]);
  }

  function testOf({ codes, filters }: ValueSetPart, system: string): Test | undefined {
    if (codes) {
      const members = new Set(codes);
      return (code) => members.has(code);
    }
    if (filters) return filterTest(filters, system);
    const all = codesOf(system);
    if (!all) return IMPLICIT_SYSTEMS[system];
    return store.codeSystem(system)?.caseInsensitive ? (code) => all.has(code.toLowerCase()) : (code) => all.has(code);
  }

  function codesOf(system: string): ReadonlySet<string> | undefined {
    if (codeSystems.has(system)) return codeSystems.get(system);
    const definition = store.codeSystem(system);
    const fold = (code: string): string => (definition?.caseInsensitive ? code.toLowerCase() : code);
    const codes = definition?.complete ? new Set(allCodes(definition.concepts).map(fold)) : undefined;
    codeSystems.set(system, codes);
    return codes;
  }

  function whyUnknown(system: string, isFiltered: boolean): string {
    const definition = store.codeSystem(system);
    if (!definition) return `code system ${system} is not at hand`;
    if (!definition.complete) return `code system ${system} is at hand without all of its codes`;
    return isFiltered
      ? `codes of ${system} are chosen by a filter that is not evaluated`
      : `code system ${system} has no codes`;
  }

  /** Filters along the hierarchy; any other property is not kept in our definitions. */
  function filterTest(filters: NonNullable<ValueSetPart['filters']>, system: string): Test | undefined {
    const definition = store.codeSystem(system);
    if (!definition?.complete) return undefined;
    const tests = filters.map(({ op, value }): Test | undefined => {
      if (op !== 'is-a' && op !== 'descendent-of') return undefined;
      const below = new Set(descendants(definition.concepts, value));
      return (code) => below.has(code) || (op === 'is-a' && code === value);
    });
    return tests.every((test) => test !== undefined) ? (code) => tests.every((test) => test(code)) : undefined;
  }

  return {
    membership: (valueSet, system, code) => {
      const expansion = expansionOf(valueSet);
      if (!expansion) return { unknown: `value set ${valueSet} is not at hand` };
      const { tests, open } = expansion;
      const relevant = system === undefined ? [...tests.values()].flat() : (tests.get(system) ?? []);
      if (relevant.some((test) => test(code))) return 'member';
      const gap = open.find((part) => system === undefined || part.system === undefined || part.system === system);
      return gap ? { unknown: gap.reason } : 'not-member';
    },
    systems: (valueSet, code) =>
      [...(expansionOf(valueSet)?.tests ?? [])].flatMap(([system, tests]) =>
        tests.some((test) => test(code)) ? [system] : [],
      ),
    codes: (canonical) => {
      const valueSet = store.valueSet(withoutVersion(canonical));
      if (valueSet === undefined || valueSet.exclude !== undefined) return undefined;
      const parts = valueSet.include.map(({ system, codes, filters, valueSets }) =>
        filters || valueSets || system === undefined ? undefined : (codes ?? codesOf(system)),
      );
      return parts.every((part) => part !== undefined) ? parts.flatMap((part) => [...part]) : undefined;
    },
  };
}

type Tests = ReadonlyMap<string, readonly Test[]>;

function without(tests: Tests, excluded: readonly Tests[]): Tests {
  if (excluded.length === 0) return tests;
  return new Map(
    [...tests].map(([system, found]) => {
      const barred = excluded.flatMap((part) => part.get(system) ?? []);
      return [system, [(code: string) => found.some((test) => test(code)) && !barred.some((test) => test(code))]];
    }),
  );
}

/** Codes that are in every one of the parts. */
function intersection(parts: readonly Tests[]): Tests {
  const [first, ...others] = parts;
  if (!first || others.length === 0) return first ?? new Map();
  return new Map(
    [...first].map(([system, found]) => [
      system,
      [
        (code: string) =>
          found.some((test) => test(code)) &&
          others.every((part) => part.get(system)?.some((test) => test(code)) === true),
      ],
    ]),
  );
}

const allCodes = (concepts: readonly Concept[]): readonly string[] =>
  concepts.flatMap((concept) => (typeof concept === 'string' ? concept : [concept[0], ...allCodes(concept[1])]));

function descendants(concepts: readonly Concept[], ancestor: string): readonly string[] {
  return concepts.flatMap((concept) => {
    if (typeof concept === 'string') return [];
    return concept[0] === ancestor ? allCodes(concept[1]) : descendants(concept[1], ancestor);
  });
}
