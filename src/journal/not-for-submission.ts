import { counted } from '../model/counted.ts';
import type { RunPlan } from '../model/plan.ts';
import type { StageResult } from '../model/stage.ts';
import { IDENTITY_FACTS, missingIdentity } from '../model/system-under-test.ts';
import { notGiven, obstacles, type RunFacts } from './obstacles.ts';

/** What keeps the evidence of a run from being submitted for any stage, in plain words; empty when nothing does. */
export function notForSubmission(plan: RunPlan, run: RunFacts, stages: readonly StageResult[]): readonly string[] {
  const leftOut = plan.excluded.filter(({ reason }) => reason === 'not-selected' || reason === 'unattended').length;
  const wanted = stages.some(({ complete }) => complete) ? 0 : leftOut;
  return [
    ...unidentified(plan),
    ...obstacles(plan, run),
    ...(wanted > 0 ? [`${counted(wanted, 'case was', 'cases were')} left out by choice`] : []),
  ];
}

function unidentified({ sut }: RunPlan): readonly string[] {
  const missing = missingIdentity(sut);
  if (missing.length === 0) return [];
  const what = missing.length === IDENTITY_FACTS.length ? 'nothing of it was given' : notGiven(missing);
  return [`system under test not identified (${what})`];
}
