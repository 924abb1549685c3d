import { count, list, object, oneOf, type Shaped, text } from '../../model/shape.ts';
import { SEAL } from './bundle-layout.ts';
import { digest, instant, readJson } from './canonical.ts';
import { type Read, refuse } from './finding.ts';

export const STATEMENT_V1 = 'https://in-toto.io/Statement/v1';
export const TEST_RESULT_V01 = 'https://in-toto.io/attestation/test-result/v0.1';

/** https://github.com/in-toto/attestation/blob/main/spec/v1/resource_descriptor.md */
export const descriptor = object({ name: text, digest: object({ sha256: digest }) });

export type ResourceDescriptor = Shaped<typeof descriptor>;

const ids = list(text);

/**
 * Our extension of the predicate, which has no lists for what was not run or broke: with its own three these two
 * partition the plan, so that a case can be left out only in sight.
 */
const account = object({
  runId: text,
  /** By the clock of the signer. */
  sealedAt: instant,
  /** Of plan.json. */
  planDigest: digest,
  /** Number of cases in the plan. */
  planned: count,
  /** Cases with the verdict skip. */
  notRun: ids,
  /** Cases with the verdict error. */
  errored: ids,
});

/**
 * What is signed: an in-toto Statement (https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md) with the
 * test-result predicate v0.1 (https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md).
 */
const statementShape = object({
  _type: oneOf([STATEMENT_V1]),
  subject: list(descriptor),
  predicateType: oneOf([TEST_RESULT_V01]),
  predicate: object({
    result: oneOf(['PASSED', 'FAILED']),
    /** The plan, and the files that it was made from. */
    configuration: list(descriptor),
    passedTests: ids,
    /** Assay has no such verdict; the member belongs to the predicate. */
    warnedTests: ids,
    failedTests: ids,
    'x-assay': account,
  }),
});

export type Statement = Shaped<typeof statementShape>;

/** Reads a statement strictly: canonical JSON, known members only. Anything else is STATEMENT_INVALID. */
export const parseStatement = (bytes: Uint8Array): Read<Statement> =>
  readJson(bytes, statementShape, (why) =>
    refuse('STATEMENT_INVALID', `The statement is not one of ours: ${why}`, { file: SEAL }),
  );
