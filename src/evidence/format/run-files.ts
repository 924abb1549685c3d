import { atLeast, list, object, oneOf, optional, type Shaped, text, truth } from '../../model/shape.ts';
import { VERDICTS } from '../../model/verdict.ts';
import { digest, readJson } from './canonical.ts';
import { type Read, refuse } from './finding.ts';

/** What a seal needs to know of a plan: which cases there are, what they were made from, and of whom and for whom. */
const planFacts = atLeast({
  schema: oneOf(['assay/plan/1']),
  api: atLeast({ id: text }),
  sut: atLeast({ name: optional(text), odsCode: optional(text) }),
  nonce: optional(text),
  inputs: list(object({ path: text, sha256: digest })),
  cases: list(atLeast({ id: text })),
});

export type PlanFacts = Shaped<typeof planFacts>;

/** What a seal needs to know of a result. */
const resultFacts = atLeast({
  schema: oneOf(['assay/results/1']),
  runId: text,
  complete: truth,
  verdict: oneOf(VERDICTS),
  planDigest: digest,
  engine: atLeast({ version: text }),
  cases: list(atLeast({ id: text, verdict: oneOf(VERDICTS) })),
});

export type ResultFacts = Shaped<typeof resultFacts>;

/** Reads plan.json. Members that a seal does not need are not looked at. PLAN_MISMATCH when it is no plan. */
export const readPlanFacts = (bytes: Uint8Array, file: string): Read<PlanFacts> =>
  readJson(bytes, planFacts, (why) => refuse('PLAN_MISMATCH', `It is not a plan: ${why}`, { file }));

/** Reads results.json. RESULT_MISMATCH when it is no result. */
export const readResultFacts = (bytes: Uint8Array, file: string): Read<ResultFacts> =>
  readJson(bytes, resultFacts, (why) => refuse('RESULT_MISMATCH', `It is not a result: ${why}`, { file }));
