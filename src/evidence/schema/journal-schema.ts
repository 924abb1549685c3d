import { MEDIA_TYPES } from '../../model/attachment.ts';
import { ANSWER_WAYS } from '../../model/attested.ts';
import { UNASKED } from '../../model/driven.ts';
import type { JournalEvent } from '../../model/event.ts';
import type { JsonObject } from '../../model/json.ts';
import { CLEAN_UP_STATES } from '../../model/result.ts';
import {
  AMOUNT,
  ANY,
  ASSERTION,
  COUNT,
  DIAGNOSTIC,
  EXCHANGE,
  HOST,
  ID,
  INSTANT,
  listOf,
  OBSERVED,
  OPEN,
  object,
  oneOf,
  SHA256,
  TEXT,
  VERDICT,
} from './parts.ts';

/** The members that an event of each type must and may have, besides its type. */
const EVENTS: Readonly<Record<JournalEvent['type'], readonly [required: JsonObject, optional?: JsonObject]>> = {
  'run-started': [{ runId: ID, planDigest: SHA256, host: HOST }],
  'run-resumed': [{ host: HOST, tornBytes: COUNT, unnamed: listOf(TEXT) }],
  'exchange-recorded': [{ exchange: EXCHANGE }],
  'preflight-finished': [{ problems: listOf(DIAGNOSTIC) }, { observed: OBSERVED }],
  'case-started': [{ case: ID, attempt: COUNT }],
  leased: [{ case: ID, step: ID, name: ID, value: ANY }],
  'step-judged': [{ case: ID, step: ID, assertions: listOf(ASSERTION) }],
  'case-finished': [
    { case: ID, attempt: COUNT, verdict: VERDICT, durationMs: AMOUNT },
    { skipReason: ID, reason: TEXT },
  ],
  'held-back': [{ exchange: ID, status: COUNT, waitMs: AMOUNT }],
  driven: [
    { case: ID, do: ID, with: OPEN, way: ID, output: TEXT },
    {
      exitCode: { type: 'integer' },
      log: TEXT,
      cut: listOf(oneOf('output', 'log')),
      problem: TEXT,
      unasked: oneOf(...UNASKED),
      replaced: listOf(TEXT),
    },
  ],
  refused: [{ kind: ID, times: COUNT, first: listOf(OPEN) }, { case: ID }],
  attested: [
    { case: ID, step: ID, answer: { type: ['string', 'number'] }, by: TEXT, at: INSTANT, way: oneOf(...ANSWER_WAYS) },
    { note: TEXT, replaced: listOf(TEXT) },
  ],
  attached: [
    { case: ID, file: TEXT, name: TEXT, mediaType: oneOf(...MEDIA_TYPES), sizeBytes: COUNT, sha256: SHA256 },
    { step: ID, replaced: { const: true } },
  ],
  'cleaned-up': [
    { case: ID, madeBy: ID, title: TEXT, state: oneOf(...CLEAN_UP_STATES) },
    { resource: TEXT, reason: TEXT },
  ],
  'run-finished': [{ verdict: VERDICT }],
};

export const JOURNAL_LINE: JsonObject = object({
  seq: COUNT,
  at: INSTANT,
  prev: { ...SHA256, description: 'Of the line before, without its line feed; zeros in the first' },
  event: {
    anyOf: Object.entries(EVENTS).map(([type, [required, optional]]) =>
      object({ type: { const: type }, ...required }, optional),
    ),
  },
});
