import type { JsonObject } from '../../model/json.ts';
import { VERDICTS } from '../../model/verdict.ts';

export const TEXT: JsonObject = { type: 'string' };
export const ID: JsonObject = { type: 'string', minLength: 1 };
export const COUNT: JsonObject = { type: 'integer', minimum: 0 };
export const AMOUNT: JsonObject = { type: 'number', minimum: 0 };
export const TRUTH: JsonObject = { type: 'boolean' };
export const SHA256: JsonObject = { type: 'string', pattern: '^[0-9a-f]{64}$' };
export const INSTANT: JsonObject = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$',
  description: 'RFC 3339, UTC',
};
export const VERDICT: JsonObject = { enum: [...VERDICTS] };
/** Whatever JSON holds. */
export const ANY: JsonObject = {};
export const OPEN: JsonObject = { type: 'object' };

export const listOf = (items: JsonObject): JsonObject => ({ type: 'array', items });
export const oneOf = (...values: readonly string[]): JsonObject => ({ enum: [...values] });

/** An object with these members. More may come with later versions. */
export const object = (required: JsonObject, optional: JsonObject = {}): JsonObject => ({
  type: 'object',
  required: Object.keys(required),
  properties: { ...required, ...optional },
});

/** An object with these members and no others: what is signed is read as strictly as that. */
export const closed = (required: JsonObject, optional: JsonObject = {}): JsonObject => ({
  ...object(required, optional),
  additionalProperties: false,
});

export const published = (name: string, description: string, schema: JsonObject): JsonObject => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: name,
  description,
  ...schema,
});

export const COUNTS = object({ error: COUNT, fail: COUNT, skip: COUNT, pass: COUNT });
export const ENGINE = object({ name: oneOf('assay'), version: ID, digest: SHA256, nodeMajor: COUNT });
export const HOST = object({ node: ID, platform: ID });
export const SYSTEM = object(
  { role: oneOf('provider', 'client'), baseUrl: TEXT },
  { via: TEXT, answeredBy: TEXT, name: TEXT, version: TEXT, organisation: TEXT, odsCode: TEXT, environment: TEXT },
);
export const OBSERVED = object(
  { formats: listOf(TEXT) },
  { software: TEXT, version: TEXT, publisher: TEXT, fhirVersion: TEXT },
);
export const DIAGNOSTIC = object(
  { code: ID, severity: oneOf('error', 'warning', 'information', 'not-checked'), message: TEXT },
  { hint: TEXT, location: OPEN, rule: TEXT, times: COUNT },
);

const MESSAGE = object({ file: ID, sha256: SHA256, wireSizeBytes: COUNT, form: oneOf('wire', 'decoded') });

export const AGREEMENT = object({ protocol: ID, cipher: ID, peer: listOf(OPEN) }, { alpn: TEXT });

/** Class of values -> how many. */
export const CLASS_COUNTS: JsonObject = { type: 'object', additionalProperties: COUNT };

export const EXCHANGE = object(
  {
    ref: object({ id: ID, purpose: ID, attempt: COUNT }, { case: ID, step: ID, probe: ID, repeats: ID }),
    outcome: ID,
    startedAt: INSTANT,
    timings: object({ totalMs: AMOUNT }, { dnsMs: AMOUNT, connectMs: AMOUNT, tlsMs: AMOUNT, firstByteMs: AMOUNT }),
    method: TEXT,
    url: TEXT,
    request: MESSAGE,
    redactions: listOf(object({ message: oneOf('request', 'response'), rule: ID, at: TEXT }, { values: CLASS_COUNTS })),
  },
  {
    problem: TEXT,
    status: COUNT,
    response: MESSAGE,
    tls: object({}, { clientFingerprint: SHA256, agreed: AGREEMENT }),
  },
);

export const ASSERTION = object(
  {
    id: ID,
    kind: ID,
    verdict: VERDICT,
    message: TEXT,
    expected: ANY,
    actual: ANY,
    diagnostics: listOf(DIAGNOSTIC),
    follows: listOf(TEXT),
    restsOn: listOf(TEXT),
  },
  { verifies: listOf(ID), says: TEXT },
);
