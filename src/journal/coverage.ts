import { unevaluated } from '../model/diagnostic.ts';
import type { RunPlan } from '../model/plan.ts';
import type { Requirement } from '../model/requirement.ts';
import type { AssertionResult, CaseResult, RequirementResult } from '../model/result.ts';
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
      const verifying = cases.filter(({ verifies }) => verifies.includes(requirement.id));
      const said = verifying.map((one) => saidOf(requirement.id, one, naming.get(one.id)?.get(requirement.id) ?? 0));
      const idsOf = (polarity: CaseResult['polarity']) =>
        verifying.filter((result) => result.polarity === polarity).map(({ id }) => id);
      return {
        ...requirement,
        positive: idsOf('positive'),
        negative: idsOf('negative'),
        ...(said.length > 0 && shown(requirement, said)),
        notChecked: notCheckedIn(said),
      };
    });
}

/** How many assertions of a case name each requirement. */
function assertionsNaming({ steps }: RunPlan['cases'][number]): ReadonlyMap<string, number> {
  const named = steps.flatMap(({ expect }) => expect).flatMap(({ verifies = [] }) => verifies);
  return new Map([...new Set(named)].map((id) => [id, named.filter((other) => other === id).length]));
}

/** What a case says of a requirement. */
interface Said {
  readonly verdicts: readonly Verdict[];
  readonly assertions: readonly AssertionResult[];
}

/**
 * What its assertions that name the requirement say, if all of them were judged; else the case says it. A failure is one also in a case
 * that broke.
 */
function saidOf(requirement: string, { verdict, steps }: CaseResult, naming: number): Said {
  const assertions = steps
    .flatMap((step) => step.assertions)
    .filter((one) => naming === 0 || one.verifies?.includes(requirement));
  const judged = assertions.map((one) => one.verdict);
  return { assertions, verdicts: naming > 0 && judged.length === naming ? judged : [verdict, ...judged] };
}

/** Rules of ours may show that published profiles are broken, never that they are kept. */
function shown(
  { shownBy }: Omit<Requirement, 'role'>,
  said: readonly Said[],
): Pick<RequirementResult, 'verdict' | 'notShown'> {
  const verdict = conclusion(said.flatMap(({ verdicts }) => verdicts));
  const stoodIn = diagnosticsIn(said).some(({ code }) => code === 'PROFILE_STAND_IN');
  if (shownBy !== 'official-profiles' || verdict !== 'pass' || !stoodIn) return { verdict };
  return { verdict: 'skip', notShown: "Assay's rules stood in for the published profiles, which were not loaded" };
}

function notCheckedIn(said: readonly Said[]): number {
  const missed = diagnosticsIn(said).filter(({ severity }) => severity === 'not-checked');
  return new Set(missed.map(unevaluated)).size;
}

const diagnosticsIn = (said: readonly Said[]): AssertionResult['diagnostics'] =>
  said.flatMap(({ assertions }) => assertions).flatMap(({ diagnostics }) => diagnostics);
