import type { CertificateFacts } from './tls.ts';

export type HeaderField = readonly [name: string, value: string];

/** An HTTP/1.1 request as sent. `body` has transfer and content codings removed. */
export interface HttpRequest {
  readonly method: string;
  /** Absolute URL. */
  readonly url: string;
  /** In the order and spelling on the wire. */
  readonly headers: readonly HeaderField[];
  readonly body: Uint8Array;
}

/** An HTTP/1.1 response as received. `body` has transfer and content codings removed. */
export interface HttpResponse {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly HeaderField[];
  readonly body: Uint8Array;
}

/** How an exchange ended. Everything but `response` is a broken exchange, judged `error` unless the case asks for it. */
export const OUTCOMES = [
  'response',
  'refused',
  'dns-failure',
  'reset',
  'truncated',
  'deadline',
  'tls-alert',
  'tls-untrusted',
  'malformed',
  'too-large',
  'interrupted',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Milliseconds from the start of the exchange, by the monotonic clock; absent when the phase was not reached or not needed. */
export interface Timings {
  readonly dnsMs?: number;
  readonly connectMs?: number;
  readonly tlsMs?: number;
  readonly firstByteMs?: number;
  readonly totalMs: number;
}

/** What an exchange came to TLS with, and what was agreed. */
export interface TlsFacts {
  /** Of the certificate that we held ready for a server that asks: SHA-256, lower-case hex. */
  readonly clientFingerprint?: string;
  /** Absent when the handshake did not come to its end. */
  readonly agreed?: TlsAgreement;
}

export interface TlsAgreement {
  /** As `TLSv1.3`. */
  readonly protocol: string;
  /** By its name in the registry of IANA. */
  readonly cipher: string;
  /** Protocol by ALPN (RFC 7301), when the server chose one. */
  readonly alpn?: string;
  /** The certificate of the server, then its issuers as far as they are known. */
  readonly peer: readonly CertificateFacts[];
}

/**
 * Why there was an exchange. `held-back` is one that the system under test asked to make again later, whatever it was for;
 * `unexpected` is a request of a client that no step awaited.
 */
export const PURPOSES = [
  'preflight',
  'step',
  'probe-before',
  'probe-after',
  'token',
  'clean-up',
  'held-back',
  'unexpected',
] as const;
export type Purpose = (typeof PURPOSES)[number];

/** Where in the run an exchange belongs. */
export interface ExchangeRef {
  /**
   * `cccc-nn`: index of the case in the plan, number of the exchange within the case; `cccc-nn-token` for the access token that this
   * exchange needed, `cccc-nn-token-2` when that had to be asked for again; `cccc-nn-undo-n` for the requests that undo what this exchange made. Also its file name.
   */
  readonly id: string;
  /** Case id; absent for the preflight. */
  readonly case?: string;
  readonly step?: string;
  /** Name of the probe. */
  readonly probe?: string;
  readonly purpose: Purpose;
  /** Of an unexpected one: id of the exchange of an earlier case whose request, by its X-Request-ID, was made again here. */
  readonly repeats?: string;
  /** From 1. */
  readonly attempt: number;
}

/** One request and what came of it, with the bytes. */
export interface Exchange {
  readonly ref: ExchangeRef;
  readonly outcome: Outcome;
  /**
   * What went wrong, when `outcome` is not `response`: the system's error code, as ECONNREFUSED. With any outcome, SIMULATOR_CRASHED and the
   * cause, when what was to answer a client broke.
   */
  readonly problem?: string;
  /** RFC 3339 instant, UTC, millisecond precision. */
  readonly startedAt: string;
  readonly timings: Timings;
  readonly tls?: TlsFacts;
  readonly request: HttpRequest;
  /** The bytes written to the socket (plain text under TLS). Empty when no connection was made, so that nothing was sent. */
  readonly requestWire: Uint8Array;
  readonly response?: HttpResponse;
  /** The bytes read from the socket; kept also when they were no complete response. */
  readonly responseWire?: Uint8Array;
}

/** How a message file of the evidence relates to what was on the wire. */
export type StoredForm = 'wire' | 'decoded';

/** A message of the evidence: `exchanges/<id>.req.http` or `.res.http`. */
export interface StoredMessage {
  readonly file: string;
  /** Of the stored bytes. */
  readonly sha256: string;
  readonly wireSizeBytes: number;
  /** `wire`: the very bytes. `decoded`: redacted, with transfer and content codings removed from the body. */
  readonly form: StoredForm;
}

/** What the journal says of an exchange; the bytes lie beside it. */
export interface ExchangeRecord {
  readonly ref: ExchangeRef;
  readonly outcome: Outcome;
  readonly problem?: string;
  readonly startedAt: string;
  readonly timings: Timings;
  readonly tls?: TlsFacts;
  readonly method: string;
  readonly url: string;
  readonly status?: number;
  readonly request: StoredMessage;
  readonly response?: StoredMessage;
  readonly redactions: readonly Redaction[];
}

/** One value replaced by a stand-in before anything was written. */
export interface Redaction {
  readonly message: 'request' | 'response';
  /** Name of the redaction rule. */
  readonly rule: string;
  /** Header name, token part or JSON pointer; never the value. */
  readonly at: string;
  /** How many values of each class; absent where another rule at the same place counts them. */
  readonly values?: ClassCounts;
}

/** Class of values -> how many. */
export type ClassCounts = Readonly<Record<string, number>>;

/** Whether it is what a step itself sent or awaited, and no reading, token or clean-up around it. */
export const isOfStep = ({ ref }: Pick<ExchangeRecord, 'ref'>): boolean => ref.purpose === 'step';
