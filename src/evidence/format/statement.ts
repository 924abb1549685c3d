import { count, list, matching, object, oneOf, text } from '../../model/shape.ts';
import { SEAL } from './bundle-layout.ts';
import { parseCanonical } from './canonical.ts';
import { type Read, refuse } from './finding.ts';

/** https://github.com/in-toto/attestation/blob/main/spec/v1/resource_descriptor.md */
export interface ResourceDescriptor {
  readonly name: string;
  readonly digest: { readonly sha256: string };
}

/**
 * What is signed: an in-toto Statement (https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md) with the
 * test-result predicate v0.1 (https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md).
 */
export interface Statement {
  readonly _type: typeof STATEMENT_V1;
  readonly subject: readonly ResourceDescriptor[];
  readonly predicateType: typeof TEST_RESULT_V01;
  readonly predicate: TestResult;
}

export interface TestResult {
  readonly result: 'PASSED' | 'FAILED';
  /** The plan, and the files that it was made from. */
  readonly configuration: readonly ResourceDescriptor[];
  readonly passedTests: readonly string[];
  /** Assay has no such verdict; the member belongs to the predicate. */
  readonly warnedTests: readonly string[];
  readonly failedTests: readonly string[];
  readonly 'x-assay': PlanAccount;
}

/**
 * Our extension of the predicate, which has no lists for what was not run or broke: with the three above these two
 * partition the plan, so that a case can be left out only in sight.
 */
interface PlanAccount {
  readonly runId: string;
  /** RFC 3339 instant, by the clock of the signer. */
  readonly sealedAt: string;
  /** SHA-256 of plan.json. */
  readonly planDigest: string;
  /** Number of cases in the plan. */
  readonly planned: number;
  /** Cases with the verdict skip. */
  readonly notRun: readonly string[];
  /** Cases with the verdict error. */
  readonly errored: readonly string[];
}

export const STATEMENT_V1 = 'https://in-toto.io/Statement/v1';
export const TEST_RESULT_V01 = 'https://in-toto.io/attestation/test-result/v0.1';

const digest = matching(/^[0-9a-f]{64}$/);
const ids = list(text);
const descriptor = object<ResourceDescriptor>({ name: text, digest: object<{ sha256: string }>({ sha256: digest }) });

const statementShape = object<Statement>({
  _type: oneOf([STATEMENT_V1]),
  subject: list(descriptor),
  predicateType: oneOf([TEST_RESULT_V01]),
  predicate: object<TestResult>({
    result: oneOf(['PASSED', 'FAILED']),
    configuration: list(descriptor),
    passedTests: ids,
    warnedTests: ids,
    failedTests: ids,
    'x-assay': object<PlanAccount>({
      runId: text,
      sealedAt: matching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/),
      planDigest: digest,
      planned: count,
      notRun: ids,
      errored: ids,
    }),
  }),
});

/** Reads a statement strictly: canonical JSON, known members only. Anything else is STATEMENT_INVALID. */
export function parseStatement(bytes: Uint8Array): Read<Statement> {
  const value = parseCanonical(bytes);
  if (value === undefined) return invalid('The statement is not canonical JSON');
  const misfit = statementShape(value, '');
  if (misfit !== undefined) return invalid(`The statement is not one of ours: unexpected at ${misfit || 'its root'}`);
  // The shape was checked member by member above.
  return { value: value as unknown as Statement };
}

const invalid = (message: string): Read<never> => refuse('STATEMENT_INVALID', message, { file: SEAL });
