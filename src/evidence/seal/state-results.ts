import { sha256 } from '../../model/digest.ts';
import { PAYLOAD, PLAN, SUBJECTS, SUITE } from '../format/bundle-layout.ts';
import type { PlanFacts, ResultFacts } from '../format/run-files.ts';
import { type ResourceDescriptor, STATEMENT_V1, type Statement, TEST_RESULT_V01 } from '../format/statement.ts';
import type { Assembled } from './assemble.ts';

/** What is stated of a bag: its files, and where every planned case ended. */
export interface Account {
  /** The whole bag but for its seal. */
  readonly bag: Assembled;
  readonly plan: PlanFacts;
  readonly result: ResultFacts;
  readonly sealedAt: Date;
}

export function stateResults({ bag, plan, result, sealedAt }: Account): Statement {
  const endedAs = (verdict: ResultFacts['verdict']) =>
    result.cases.filter((ended) => ended.verdict === verdict).map(({ id }) => id);
  const describe = (name: string): ResourceDescriptor => ({
    name,
    digest: { sha256: bag.manifest.get(name) ?? sha256(bag.files.get(name) ?? new Uint8Array()) },
  });
  return {
    _type: STATEMENT_V1,
    subject: SUBJECTS.map(describe),
    predicateType: TEST_RESULT_V01,
    predicate: {
      result: result.verdict === 'pass' ? 'PASSED' : 'FAILED',
      configuration: [PLAN, ...plan.inputs.map(({ path }) => `${SUITE}${path}`)].map((path) =>
        describe(`${PAYLOAD}${path}`),
      ),
      passedTests: endedAs('pass'),
      warnedTests: [],
      failedTests: endedAs('fail'),
      'x-assay': {
        runId: result.runId,
        sealedAt: sealedAt.toISOString(),
        planDigest: result.planDigest,
        planned: plan.cases.length,
        notRun: endedAs('skip'),
        errored: endedAs('error'),
      },
    },
  };
}
