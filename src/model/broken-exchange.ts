import type { Diagnostic } from './diagnostic.ts';
import type { DiagnosticCode } from './diagnostic-code.ts';
import type { Exchange, Outcome } from './exchange.ts';

interface Explanation {
  readonly code: DiagnosticCode;
  readonly says: string;
  readonly hint: string;
}

const EXPLANATIONS: Readonly<Record<Exclude<Outcome, 'response'>, Explanation>> = {
  refused: {
    code: 'UNREACHABLE',
    says: 'no connection could be made',
    hint: 'Is the server running, and is the port right?',
  },
  'dns-failure': {
    code: 'DNS_FAILURE',
    says: 'its name is not known',
    hint: 'Is the name spelled right, and known on this network?',
  },
  reset: {
    code: 'CONNECTION_RESET',
    says: 'the connection was closed without a whole response',
    hint: 'A port that expects TLS does this to plain requests: is the scheme right?',
  },
  truncated: {
    code: 'TRUNCATED',
    says: 'the response ended before its end',
    hint: 'Its Content-Length or its last chunk promises more: did the server, or a proxy before it, give up?',
  },
  deadline: {
    code: 'DEADLINE',
    says: 'no whole response came in time',
    hint: 'Is the server slow, or is this port for another protocol? --deadline allows more time.',
  },
  'tls-alert': {
    code: 'TLS_FAILURE',
    says: 'TLS could not be agreed',
    hint: 'Is the scheme right, and is a client certificate asked for?',
  },
  'tls-untrusted': {
    code: 'TLS_UNTRUSTED',
    says: 'its certificate is not to be trusted',
    hint: 'It must be in date, for this name, and from a known authority: --ca FILE names one of your own.',
  },
  malformed: {
    code: 'MALFORMED_HTTP',
    says: 'what came back is no HTTP/1.1 response',
    hint: 'Is this the port of the web server? What came back is among the exchanges of the evidence.',
  },
  'too-large': {
    code: 'BODY_TOO_LARGE',
    says: 'the response is larger than allowed',
    hint: 'At most 10 MiB are read. Does the server page its results?',
  },
  interrupted: {
    code: 'INTERRUPTED',
    says: 'the run was interrupted',
    hint: 'Go on with it: assay run --resume and its folder.',
  },
};

/** Limits and codings have codes of their own; they come as the problem of the exchange. */
const PRECISE: readonly Explanation[] = [
  {
    code: 'HEADERS_TOO_LARGE',
    says: 'the head of the response is larger than allowed',
    hint: 'At most 16 KiB of header fields are read.',
  },
  {
    code: 'DECODED_TOO_LARGE',
    says: 'the response is larger than allowed once it is decoded',
    hint: 'At most 10 MiB are read, however well they are compressed.',
  },
  {
    code: 'UNKNOWN_CONTENT_CODING',
    says: 'the response has a content coding that was not asked for',
    hint: 'Content-Encoding may name what the Accept-Encoding of the request names.',
  },
  {
    code: 'TOO_MANY_CONTENT_CODINGS',
    says: 'the response has more content codings than are undone',
    hint: 'One is enough.',
  },
];

/** Why there is no response to judge, in one finding; undefined when there is one. */
export function brokenExchange({
  outcome,
  problem,
  request,
}: Pick<Exchange, 'outcome' | 'problem' | 'request'>): Diagnostic | undefined {
  if (outcome === 'response') return undefined;
  const { code, says, hint } = PRECISE.find((precise) => precise.code === problem) ?? EXPLANATIONS[outcome];
  const detail = problem === undefined || problem === code ? '' : ` (${problem})`;
  return { code, severity: 'error', message: `${request.method} ${request.url}: ${says}${detail}`, hint };
}
