import type { PlannedCase, RunPlan } from '../model/plan.ts';
import type { AssertionResult } from '../model/result.ts';
import { type Verdict, worst } from '../model/verdict.ts';
import { type CaseRecord, exchangeOf } from './case-record.ts';
import { judgeStep } from './judge-step.ts';

export interface CaseJudgement {
  readonly verdict: Verdict;
  readonly steps: readonly { readonly step: string; readonly assertions: readonly AssertionResult[] }[];
}

/** Judges a whole case from its record, as replay does: step by step, up to the last that was carried out. */
export function judgeCase(plan: RunPlan, planned: PlannedCase, record: CaseRecord): CaseJudgement {
  const steps = planned.steps
    .filter(({ id }) => exchangeOf(record, id) !== undefined)
    .map((step) => ({ step: step.id, assertions: judgeStep(plan, planned, step, record) }));
  return { verdict: worst(steps.flatMap(({ assertions }) => assertions.map(({ verdict }) => verdict))), steps };
}
