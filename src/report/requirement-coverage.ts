import { mustBeTested } from '../model/requirement.ts';
import type { RequirementResult } from '../model/result.ts';

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

export const isTested = ({ verdict }: RequirementResult): boolean => verdict !== undefined;

export const isTestedBothWays = ({ positive, negative }: RequirementResult): boolean =>
  positive.length > 0 && negative.length > 0;

/** Not shown by any case, and not meant to be. */
export const isNotForCases = (requirement: RequirementResult): boolean =>
  !isTested(requirement) && requirement.assessed !== 'automated';
