import type { RunPlan } from '../model/plan.ts';
import type { CaseResult, RequirementResult } from '../model/result.ts';
import { conclusion, type Verdict } from '../model/verdict.ts';

/** The requirements of the role under test, with the cases of this run that verify them. */
export function coverage(
  { api, sut, cases: planned }: RunPlan,
  cases: readonly CaseResult[],
): readonly RequirementResult[] {
  const naming = new Map(planned.map((one) => [one.id, assertionsNaming(one)]));
  return api.requirements
    .filter(({ role }) => role === sut.role)
    .map(({ role, ...requirement }) => {
      const { id: wanted } = requirement;
      const verifying = cases.filter(({ verifies }) => verifies.includes(wanted));
      const idsOf = (polarity: CaseResult['polarity']) =>
        verifying.filter((result) => result.polarity === polarity).map(({ id }) => id);
      return {
        ...requirement,
        positive: idsOf('positive'),
        negative: idsOf('negative'),
        ...(verifying.length > 0 && {
          verdict: conclusion(
            verifying.map((result) => verdictOn(wanted, result, naming.get(result.id)?.get(wanted) ?? 0)),
          ),
        }),
      };
    });
}

/** How many assertions of a case name each requirement. */
function assertionsNaming({ steps }: RunPlan['cases'][number]): ReadonlyMap<string, number> {
  const named = steps.flatMap(({ expect }) => expect).flatMap(({ verifies = [] }) => verifies);
  return new Map([...new Set(named)].map((id) => [id, named.filter((other) => other === id).length]));
}

/**
 * What a case says of a requirement: what its assertions that name it say, if all of them were judged. A failure is one also in a case
 * that broke.
 */
function verdictOn(requirement: string, { verdict, steps }: CaseResult, naming: number): Verdict {
  const judged = steps
    .flatMap(({ assertions }) => assertions)
    .filter((one) => naming === 0 || one.verifies?.includes(requirement))
    .map((one) => one.verdict);
  return conclusion(naming > 0 && judged.length === naming ? judged : [verdict, ...judged]);
}
