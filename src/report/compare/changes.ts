import type { Change } from './comparison.ts';

/** What has another value in one of two sets of facts, in the order of the first, then of what is new. */
export function changesBetween(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly Change[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((what) => change(what, before.get(what), after.get(what)))
    .filter((one) => one.before !== one.after);
}

const change = (what: string, before: string | undefined, after: string | undefined): Change => ({
  what,
  ...(before !== undefined && { before }),
  ...(after !== undefined && { after }),
});
