import { MEDIA_TYPES } from '../model/attachment.ts';
import { ANSWER_WAYS } from '../model/attested.ts';
import type { Diagnostic, Location, SourceRef } from '../model/diagnostic.ts';
import { DIAGNOSTIC_CODES } from '../model/diagnostic-code.ts';
import { DRIVE_WAYS, UNASKED } from '../model/driven.ts';
import type { HostFacts, JournalEvent, JournalLine } from '../model/event.ts';
import {
  type ExchangeRecord,
  type ExchangeRef,
  OUTCOMES,
  PURPOSES,
  type Redaction,
  type StoredMessage,
  type Timings,
  type TlsAgreement,
  type TlsFacts,
} from '../model/exchange.ts';
import { REFUSAL_KINDS, type RefusedClient } from '../model/refusal.ts';
import { type AssertionResult, CLEAN_UP_STATES } from '../model/result.ts';
import {
  anything,
  count,
  either,
  list,
  matching,
  members,
  number,
  object,
  oneOf,
  optional,
  type Shape,
  text,
  truth,
  union,
  when,
} from '../model/shape.ts';
import type { ObservedSystem } from '../model/system-under-test.ts';
import type { CertificateFacts } from '../model/tls.ts';
import { VERDICTS } from '../model/verdict.ts';

/** How many of each. */
const counts = members(count);

const digest = matching(/^[0-9a-f]{64}$/);
/** RFC 3339, UTC, milliseconds: what Date.prototype.toISOString gives. */
const instant = matching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
/** Milliseconds by a clock that never steps back. */
const time = when<number>((value) => typeof value === 'number' && value >= 0);
const verdict = oneOf(VERDICTS);

const diagnostic = object<Diagnostic>({
  code: oneOf(Object.values(DIAGNOSTIC_CODES).flat()),
  severity: oneOf(['error', 'warning', 'information', 'not-checked']),
  message: text,
  hint: optional(text),
  location: optional(
    object<Location>({
      source: optional(object<SourceRef>({ file: text, line: count, column: count })),
      position: optional(object<{ line: number; column: number }>({ line: count, column: count })),
      pointer: optional(text),
      fhirpath: optional(text),
    }),
  ),
  rule: optional(text),
  times: optional(count),
});

const storedMessage = object<StoredMessage>({
  file: text,
  sha256: digest,
  wireSizeBytes: count,
  form: oneOf(['wire', 'decoded']),
});

const certificate = object<CertificateFacts>({
  subject: text,
  issuer: text,
  serial: text,
  notBefore: instant,
  notAfter: instant,
  fingerprint: digest,
});

const agreement = object<TlsAgreement>({
  protocol: text,
  cipher: text,
  alpn: optional(text),
  peer: list(certificate),
});

const exchange = object<ExchangeRecord>({
  ref: object<ExchangeRef>({
    id: text,
    case: optional(text),
    step: optional(text),
    probe: optional(text),
    purpose: oneOf(PURPOSES),
    repeats: optional(text),
    attempt: count,
  }),
  outcome: oneOf(OUTCOMES),
  problem: optional(text),
  startedAt: instant,
  timings: object<Timings>({
    dnsMs: optional(time),
    connectMs: optional(time),
    tlsMs: optional(time),
    firstByteMs: optional(time),
    totalMs: time,
  }),
  tls: optional(object<TlsFacts>({ clientFingerprint: optional(digest), agreed: optional(agreement) })),
  method: text,
  url: text,
  status: optional(count),
  request: storedMessage,
  response: optional(storedMessage),
  redactions: list(
    object<Redaction>({ message: oneOf(['request', 'response']), rule: text, at: text, values: optional(counts) }),
  ),
});

const assertion = object<AssertionResult>({
  id: text,
  kind: text,
  verdict,
  message: text,
  expected: anything,
  actual: anything,
  diagnostics: list(diagnostic),
  follows: list(text),
  restsOn: list(text),
  verifies: optional(list(text)),
  says: optional(text),
});

const observed = object<ObservedSystem>({
  software: optional(text),
  version: optional(text),
  publisher: optional(text),
  fhirVersion: optional(text),
  formats: list(text),
});

type EventOf<Type extends JournalEvent['type']> = Extract<JournalEvent, { type: Type }>;

const EVENTS = {
  'run-started': object<EventOf<'run-started'>>({
    type: text,
    runId: text,
    planDigest: digest,
    host: object<HostFacts>({ node: text, platform: text }),
  }),
  'run-resumed': object<EventOf<'run-resumed'>>({
    type: text,
    host: object<HostFacts>({ node: text, platform: text }),
    tornBytes: count,
    unnamed: list(text),
  }),
  'preflight-finished': object<EventOf<'preflight-finished'>>({
    type: text,
    observed: optional(observed),
    problems: list(diagnostic),
  }),
  'exchange-recorded': object<EventOf<'exchange-recorded'>>({ type: text, exchange }),
  'case-started': object<EventOf<'case-started'>>({ type: text, case: text, attempt: count }),
  leased: object<EventOf<'leased'>>({ type: text, case: text, step: text, name: text, value: anything }),
  'step-judged': object<EventOf<'step-judged'>>({ type: text, case: text, step: text, assertions: list(assertion) }),
  'case-finished': object<EventOf<'case-finished'>>({
    type: text,
    case: text,
    attempt: count,
    verdict,
    skipReason: optional(oneOf(['preflight', 'twin', 'test-data', 'not-configured', 'unattested', 'interrupted'])),
    reason: optional(text),
    durationMs: time,
  }),
  'held-back': object<EventOf<'held-back'>>({ type: text, exchange: text, status: count, waitMs: number }),
  driven: object<EventOf<'driven'>>({
    type: text,
    case: text,
    do: text,
    with: anything,
    way: oneOf(DRIVE_WAYS),
    exitCode: optional(count),
    output: text,
    log: optional(text),
    cut: optional(list(oneOf(['output', 'log']))),
    problem: optional(text),
    unasked: optional(oneOf(UNASKED)),
    replaced: optional(list(text)),
  }),
  attached: object<EventOf<'attached'>>({
    type: text,
    case: text,
    step: optional(text),
    file: matching(/^attachments\/[0-9a-f]{64}\.[a-z]+$/),
    name: text,
    mediaType: oneOf(MEDIA_TYPES),
    sizeBytes: count,
    sha256: digest,
    replaced: optional(truth),
  }),
  attested: object<EventOf<'attested'>>({
    type: text,
    case: text,
    step: text,
    answer: either(text, number),
    note: optional(text),
    by: text,
    at: instant,
    way: oneOf(ANSWER_WAYS),
    replaced: optional(list(text)),
  }),
  refused: object<EventOf<'refused'>>({
    type: text,
    case: optional(text),
    kind: oneOf(REFUSAL_KINDS),
    times: count,
    first: list(object<RefusedClient>({ at: instant, about: optional(text) })),
  }),
  'cleaned-up': object<EventOf<'cleaned-up'>>({
    type: text,
    case: text,
    madeBy: text,
    title: text,
    resource: optional(text),
    state: oneOf(CLEAN_UP_STATES),
    reason: optional(text),
  }),
  'run-finished': object<EventOf<'run-finished'>>({ type: text, verdict }),
} satisfies Record<JournalEvent['type'], Shape>;

/** The shape of a journal line, down to the last member. */
export const lineShape = object<JournalLine>({ seq: count, at: instant, prev: digest, event: union(EVENTS) });
