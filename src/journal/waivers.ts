import type { RunPlan } from '../model/plan.ts';
import type { CaseResult, RequirementResult } from '../model/result.ts';
import { conclusion, type Verdict } from '../model/verdict.ts';
import { isExpired, type Waiver, type WaiverResult, type WaiverState } from '../model/waiver.ts';

/** What became of each waiver of a plan. It changes no verdict. */
export function waiverResults(
  { waivers = [] }: RunPlan,
  cases: readonly CaseResult[],
  requirements: readonly RequirementResult[],
  startedAt: string,
): readonly WaiverResult[] {
  const verdicts = {
    case: new Map(cases.map((one) => [one.id, conclusionOf(one)])),
    requirement: new Map(requirements.map(({ id, verdict }) => [id, verdict])),
  };
  return waivers.map((waiver) => ({
    ...waiver,
    state: isExpired(waiver, startedAt) ? 'expired' : stateAt(verdicts[waiver.of].get(waiver.id)),
  }));
}

/** A case that broke may have shown a failure before. */
const conclusionOf = ({ verdict, steps }: CaseResult): Verdict =>
  conclusion([verdict, ...steps.flatMap(({ assertions }) => assertions).map((one) => one.verdict)]);

function stateAt(verdict: Verdict | undefined): WaiverState {
  if (verdict === 'fail') return 'in-force';
  return verdict === 'pass' ? 'unused' : 'not-judged';
}

/** Evidence that claims more waivers than it needs, or one that no longer holds, is not for submission. */
export function waiverObstacles(waivers: readonly WaiverResult[]): readonly string[] {
  const named = ({ of, id }: Waiver): string => `the waiver of ${of} ${id}`;
  return waivers.flatMap((waiver) => {
    if (waiver.state === 'unused') return [`${named(waiver)} is not needed: it passed`];
    return waiver.state === 'expired' ? [`${named(waiver)} ended on ${waiver.expires}`] : [];
  });
}
