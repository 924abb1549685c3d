import { counted, grouped } from '../model/counted.ts';
import { mustBeTested } from '../model/requirement.ts';
import type { RequirementResult } from '../model/result.ts';
import { UNTESTED_WORDS, VERDICT_WORDS } from './words.ts';

/** What the verdict of a requirement comes from: a case need not count as a whole. */
export const REQUIREMENT_VERDICTS =
  'Each requirement has one verdict from its cases in this run: failed if one failed, else error if one broke, else skipped if one was not judged or the rules that it needs were not loaded. Of a case with assertions that name the requirement, these alone count for it, so that a requirement may pass though its case failed.';

/** How far the cases of a run go over what is asked of the system under test. */
export interface RequirementCoverage {
  readonly listed: number;
  /** Verified by at least one case of the run, whatever came of it. */
  readonly tested: number;
  /** Verified by positive and negative cases. */
  readonly bothWays: number;
  /** Ids of those that must be met and tested, and that no case of the run verifies. */
  readonly untested: readonly string[];
  /** Not for cases to show: stated by the supplier, or witnessed. */
  readonly notByCases: number;
}

export function coverageOf(requirements: readonly RequirementResult[]): RequirementCoverage {
  const count = (holds: (requirement: RequirementResult) => boolean) => requirements.filter(holds).length;
  return {
    listed: requirements.length,
    tested: count(isTested),
    bothWays: count(isTestedBothWays),
    untested: requirements.filter((one) => mustBeTested(one) && !isTested(one)).map(({ id }) => id),
    notByCases: count(isNotForCases),
  };
}

/** `46 of 47 MUST requirements that cases can show were tested: 45 passed`; undefined when there are none. */
export function mustWords(requirements: readonly RequirementResult[]): string | undefined {
  const must = requirements.filter(mustBeTested);
  const tested = must.filter(isTested);
  const passed = tested.filter(({ verdict }) => verdict === 'pass');
  if (must.length === 0) return undefined;
  return `${grouped(tested.length)} of ${counted(must.length, 'MUST requirement')} that cases can show ${must.length === 1 ? 'was' : 'were'} tested: ${grouped(passed.length)} passed`;
}

/** Its verdict in a word or two, or what stands for one. */
export function requirementVerdict({ verdict, notShown, assessed }: RequirementResult): string {
  if (verdict === undefined) return UNTESTED_WORDS[assessed];
  return notShown === undefined ? VERDICT_WORDS[verdict] : NOT_SHOWN;
}

/** What must be read with the verdict: why it is not shown, `12 rules not checked`. */
export const besideVerdict = ({ notShown, notChecked }: RequirementResult): readonly string[] => [
  ...(notShown === undefined ? [] : [notShown]),
  ...(notChecked === 0 ? [] : [`${counted(notChecked, 'rule')} not checked`]),
];

/** Neither met nor missed. */
export const NOT_SHOWN = 'Not shown';

export const isTested = ({ verdict }: RequirementResult): boolean => verdict !== undefined;

export const isTestedBothWays = ({ positive, negative }: RequirementResult): boolean =>
  positive.length > 0 && negative.length > 0;

/** Not shown by any case, and not meant to be. */
export const isNotForCases = (requirement: RequirementResult): boolean =>
  !isTested(requirement) && requirement.assessed !== 'automated';
