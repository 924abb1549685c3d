import type { JsonObject } from '../../model/json.ts';
import { STATEMENT_V1, TEST_RESULT_V01 } from '../format/statement.ts';
import { SUITE_INDEX, SUITE_INDEX_V1 } from '../review/suite-index.ts';
import { TRUST_STORE, TRUST_STORE_V1 } from '../review/trust-store.ts';
import { JOURNAL_LINE } from './journal-schema.ts';
import {
  AGREEMENT,
  COUNT,
  closed,
  ENGINE,
  HOST,
  ID,
  INSTANT,
  listOf,
  OBSERVED,
  OPEN,
  object,
  oneOf,
  published,
  SHA256,
  SYSTEM,
  TEXT,
} from './parts.ts';
import { RESULTS } from './results-schema.ts';

const PACKAGE = object({ file: ID, sha256: SHA256 }, { name: TEXT, version: TEXT });
const DIGEST = object({ path: ID, sha256: SHA256 });
const DESCRIPTOR = closed({ name: ID, digest: closed({ sha256: SHA256 }) });

const PLAN = object(
  {
    schema: oneOf('assay/plan/1'),
    engine: ENGINE,
    salt: { type: 'string', pattern: '^[0-9a-f]{32,}$' },
    seed: SHA256,
    sut: SYSTEM,
    api: object({ id: ID, title: TEXT, version: TEXT }, { fhirVersion: TEXT }),
    values: OPEN,
    inputs: listOf(DIGEST),
    packages: listOf(PACKAGE),
    cases: listOf(
      object(
        {
          id: ID,
          index: COUNT,
          suite: ID,
          title: TEXT,
          polarity: oneOf('positive', 'negative'),
          verifies: listOf(ID),
          tags: listOf(ID),
          uses: OPEN,
          steps: listOf(OPEN),
          act: TEXT,
          source: object({ file: ID, line: COUNT, column: COUNT }),
        },
        { twin: ID },
      ),
    ),
    excluded: listOf(object({ id: ID, suite: ID, reason: ID })),
    selection: object({ filter: listOf(TEXT), tags: listOf(TEXT), simulator: { type: 'boolean' } }),
  },
  {
    nonce: TEXT,
    timeAuthority: TEXT,
    transport: OPEN,
    testPatients: listOf(ID),
    waivers: listOf(OPEN),
    redaction: OPEN,
  },
);

const RUN = object(
  {
    schema: oneOf('assay/run/1'),
    runId: ID,
    startedAt: INSTANT,
    engine: ENGINE,
    hosts: listOf(HOST),
    claimed: SYSTEM,
    tls: listOf(AGREEMENT),
  },
  { finishedAt: INSTANT, nonce: TEXT, timeAuthority: TEXT, observed: OBSERVED },
);

const PACKAGES_LOCK = object(
  {
    schema: oneOf('assay/packages-lock/1'),
    packages: listOf(PACKAGE),
    profiles: listOf(object({ file: ID, sha256: SHA256, url: ID }, { standsFor: ID })),
  },
  { fhirVersion: TEXT },
);

const STATEMENT = closed({
  _type: oneOf(STATEMENT_V1),
  subject: listOf(DESCRIPTOR),
  predicateType: oneOf(TEST_RESULT_V01),
  predicate: closed({
    result: oneOf('PASSED', 'FAILED'),
    configuration: listOf(DESCRIPTOR),
    passedTests: listOf(ID),
    warnedTests: listOf(ID),
    failedTests: listOf(ID),
    'x-assay': closed({
      runId: ID,
      sealedAt: INSTANT,
      planDigest: SHA256,
      planned: COUNT,
      notRun: listOf(ID),
      errored: listOf(ID),
    }),
  }),
});

const SIGNERS = closed({
  schema: oneOf(TRUST_STORE_V1),
  version: COUNT,
  expires: INSTANT,
  signers: listOf(
    closed({
      odsCode: TEXT,
      product: TEXT,
      sha256: SHA256,
      validFrom: INSTANT,
      validTo: INSTANT,
      status: oneOf('active', 'revoked'),
    }),
  ),
});

const SUITES = closed({
  schema: oneOf(SUITE_INDEX_V1),
  releases: listOf(closed({ version: TEXT, suites: listOf(closed({ api: TEXT, sha256: SHA256 })) })),
});

const REDACTIONS = closed({
  schema: oneOf('assay/redactions/1'),
  redactions: listOf(closed({ id: ID, rule: ID, class: ID, file: ID, at: TEXT, commit: SHA256 })),
});

const DISCLOSURE = closed({
  schema: oneOf('assay/disclosure/1'),
  id: ID,
  salt: { type: 'string', pattern: '^[0-9a-f]{32}$' },
  pointer: ID,
  value: TEXT,
});

/** The JSON of the evidence and of those who review it, by the names of the files that its schemas are published in. */
export const EVIDENCE_SCHEMAS: Readonly<Record<string, JsonObject>> = {
  'plan.schema.json': published('plan.json', 'What a run is to do, and what it was planned from', PLAN),
  'results.schema.json': published('results.json', 'What became of every planned case', RESULTS),
  'journal-line.schema.json': published('journal.jsonl', 'One line: something that happened in a run', JOURNAL_LINE),
  'run.schema.json': published('run.json', 'When, where, by what and of whom a run was made', RUN),
  'packages-lock.schema.json': published(
    'packages.lock.json',
    'The definitions that resources were judged by',
    PACKAGES_LOCK,
  ),
  'statement.schema.json': published(
    'payload of evidence.sigstore.json',
    'What the seal of a bundle states',
    STATEMENT,
  ),
  'redactions.schema.json': published(
    'redactions.json',
    'Commitments to the values that stand-ins were put in the place of',
    REDACTIONS,
  ),
  'disclosure.schema.json': published('output of assay disclose', 'What opens one of these commitments', DISCLOSURE),
  'trust-store.schema.json': published(`payload of ${TRUST_STORE.payloadType}`, 'Enrolled signers', SIGNERS),
  'suite-index.schema.json': published(`payload of ${SUITE_INDEX.payloadType}`, 'Published suites, by release', SUITES),
};
