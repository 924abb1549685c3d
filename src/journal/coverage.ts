import type { RunPlan } from '../model/plan.ts';
import type { CaseResult, RequirementResult } from '../model/result.ts';
import { worst } from '../model/verdict.ts';

/** The requirements of the role under test, with the cases of this run that verify them. */
export function coverage({ api, sut }: RunPlan, cases: readonly CaseResult[]): readonly RequirementResult[] {
  return api.requirements
    .filter(({ role }) => role === sut.role)
    .map(({ role, ...requirement }) => {
      const verifying = cases.filter(({ verifies }) => verifies.includes(requirement.id));
      const idsOf = (polarity: CaseResult['polarity']) =>
        verifying.filter((result) => result.polarity === polarity).map(({ id }) => id);
      return {
        ...requirement,
        positive: idsOf('positive'),
        negative: idsOf('negative'),
        ...(verifying.length > 0 && { verdict: worst(verifying.map(({ verdict }) => verdict)) }),
      };
    });
}
