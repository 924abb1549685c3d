import type { ExcludedCase } from '../model/plan.ts';
import { EXCLUSION_WORDS } from './words.ts';

/** Cases that were not planned for one reason, by suite in the order of the plan. */
export interface Exclusion {
  readonly why: string;
  readonly count: number;
  readonly suites: readonly { readonly suite: string; readonly ids: readonly string[] }[];
}

/** Why cases were not planned: each reason once, in the order in which they come up. */
export function exclusionsOf(excluded: readonly ExcludedCase[]): readonly Exclusion[] {
  return distinct(excluded.map(({ reason }) => reason)).map((reason) => {
    const cases = excluded.filter((one) => one.reason === reason);
    const suites = distinct(cases.map(({ suite }) => suite)).map((suite) => ({
      suite,
      ids: cases.filter((one) => one.suite === suite).map(({ id }) => id),
    }));
    return { why: EXCLUSION_WORDS[reason], count: cases.length, suites };
  });
}

const distinct = <One>(values: readonly One[]): readonly One[] => [...new Set(values)];
