import type { JsonObject } from '../../model/json.ts';
import { CLEAN_UP_STATES } from '../../model/result.ts';
import {
  AMOUNT,
  ASSERTION,
  CLASS_COUNTS,
  COUNT,
  COUNTS,
  DIAGNOSTIC,
  ENGINE,
  EXCHANGE,
  ID,
  INSTANT,
  listOf,
  OBSERVED,
  OPEN,
  object,
  oneOf,
  SHA256,
  SYSTEM,
  TEXT,
  TRUTH,
  VERDICT,
} from './parts.ts';

const STEP = object(
  { id: ID, exchanges: listOf(EXCHANGE), assertions: listOf(ASSERTION) },
  { title: TEXT, verdict: VERDICT, attested: OPEN },
);

const CASE = object(
  {
    id: ID,
    suite: ID,
    title: TEXT,
    polarity: oneOf('positive', 'negative'),
    verifies: listOf(ID),
    tags: listOf(ID),
    mutations: listOf(OPEN),
    verdict: VERDICT,
    attempt: COUNT,
    steps: listOf(STEP),
    act: TEXT,
    notChecked: COUNT,
    durationMs: AMOUNT,
  },
  {
    twin: ID,
    skipReason: ID,
    reason: TEXT,
    earlierAttempts: listOf(object({ attempt: COUNT, exchanges: listOf(EXCHANGE) })),
    driven: OPEN,
    attachments: listOf(OPEN),
    unexpected: listOf(EXCHANGE),
  },
);

const REQUIREMENT = object(
  {
    id: ID,
    text: TEXT,
    level: ID,
    assessed: ID,
    environment: ID,
    positive: listOf(ID),
    negative: listOf(ID),
    notChecked: COUNT,
  },
  { alias: TEXT, shownBy: ID, verdict: VERDICT, notShown: TEXT },
);

const STAGE = object({
  id: ID,
  title: TEXT,
  complete: TRUTH,
  required: COUNT,
  passed: COUNT,
  lacking: object({ error: listOf(ID), fail: listOf(ID), skip: listOf(ID), 'not-run': listOf(ID) }),
  missing: listOf(TEXT),
});

export const RESULTS: JsonObject = object(
  {
    schema: oneOf('assay/results/1'),
    runId: ID,
    startedAt: INSTANT,
    complete: { ...TRUTH, description: 'False when the journal ends before the run does' },
    verdict: VERDICT,
    counts: object({ all: COUNTS, positive: COUNTS, negative: COUNTS }),
    api: object({ id: ID, title: TEXT, version: TEXT }, { fhirVersion: TEXT }),
    engine: ENGINE,
    planDigest: SHA256,
    sut: SYSTEM,
    preflight: object({ problems: listOf(DIAGNOSTIC), exchanges: listOf(EXCHANGE) }, { observed: OBSERVED }),
    heldBack: object({ times: COUNT, waitedMs: AMOUNT }),
    refused: listOf(object({ kind: ID, times: COUNT, first: listOf(OPEN), cases: listOf(ID) })),
    cleanedUp: listOf(
      object({ case: ID, madeBy: ID, title: TEXT, state: oneOf(...CLEAN_UP_STATES) }, { resource: TEXT, reason: TEXT }),
    ),
    notForSubmission: listOf(TEXT),
    cases: listOf(CASE),
    excluded: listOf(object({ id: ID, suite: ID, reason: ID })),
    requirements: listOf(REQUIREMENT),
    disagreements: listOf(OPEN),
    sources: listOf(OPEN),
    stages: listOf(STAGE),
    notChecked: COUNT,
    redactions: COUNT,
  },
  {
    finishedAt: INSTANT,
    resumed: listOf(object({ at: INSTANT, tornBytes: COUNT, unnamed: listOf(TEXT) })),
    waivers: listOf(OPEN),
    redactedValues: CLASS_COUNTS,
  },
);
