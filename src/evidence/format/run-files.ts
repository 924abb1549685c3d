import type { Digest } from '../../model/digest.ts';
import type { RunPlan } from '../../model/plan.ts';
import type { RunResult } from '../../model/result.ts';
import { atLeast, list, matching, object, oneOf, optional, text, truth } from '../../model/shape.ts';
import { VERDICTS, type Verdict } from '../../model/verdict.ts';
import { parseCanonical } from './canonical.ts';
import { type Read, refuse } from './finding.ts';

/** What a seal needs to know of a plan: which cases there are, what they were made from, and of whom and for whom. */
export type PlanFacts = Pick<RunPlan, 'inputs' | 'nonce'> & {
  readonly api: { readonly id: string };
  readonly sut: { readonly name?: string; readonly odsCode?: string };
  readonly cases: readonly { readonly id: string }[];
};

/** What a seal needs to know of a result. */
export type ResultFacts = Pick<RunResult, 'runId' | 'complete' | 'verdict' | 'planDigest'> & {
  readonly engine: { readonly version: string };
  readonly cases: readonly { readonly id: string; readonly verdict: Verdict }[];
};

const digest = matching(/^[0-9a-f]{64}$/);

const planShape = atLeast({
  schema: oneOf(['assay/plan/1']),
  api: atLeast({ id: text }),
  sut: atLeast({ name: optional(text), odsCode: optional(text) }),
  nonce: optional(text),
  inputs: list(object<Digest>({ path: text, sha256: digest })),
  cases: list(atLeast({ id: text })),
});

const resultShape = atLeast({
  schema: oneOf(['assay/results/1']),
  runId: text,
  complete: truth,
  verdict: oneOf(VERDICTS),
  planDigest: digest,
  engine: atLeast({ version: text }),
  cases: list(atLeast({ id: text, verdict: oneOf(VERDICTS) })),
});

/** Reads plan.json. Members that a seal does not need are not looked at. PLAN_MISMATCH when it is no plan. */
export function readPlanFacts(bytes: Uint8Array, file: string): Read<PlanFacts> {
  const value = parseCanonical(bytes);
  const misfit = value === undefined ? 'not canonical JSON' : planShape(value, '#');
  if (misfit !== undefined) return refuse('PLAN_MISMATCH', `It is not a plan (${misfit})`, { file });
  // The members that the type names were checked above.
  return { value: value as unknown as PlanFacts };
}

/** Reads results.json. RESULT_MISMATCH when it is no result. */
export function readResultFacts(bytes: Uint8Array, file: string): Read<ResultFacts> {
  const value = parseCanonical(bytes);
  const misfit = value === undefined ? 'not canonical JSON' : resultShape(value, '#');
  if (misfit !== undefined) return refuse('RESULT_MISMATCH', `It is not a result (${misfit})`, { file });
  // The members that the type names were checked above.
  return { value: value as unknown as ResultFacts };
}
