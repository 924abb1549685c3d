import type { Outcome } from '../model/exchange.ts';

/** How far an exchange came. */
export interface Progress {
  readonly isConnected: boolean;
  /** We refused the certificate of the peer. */
  readonly isUntrusted: boolean;
  /** The peer closed its side in good order. */
  readonly isEnded: boolean;
}

export interface Ending {
  readonly outcome: Outcome;
  readonly problem: string;
}

/** Our own reasons to end an exchange, which are codes of Diagnostics too. */
const OWN: Readonly<Record<string, Outcome>> = {
  DEADLINE: 'deadline',
  INTERRUPTED: 'interrupted',
  BODY_TOO_LARGE: 'too-large',
  HEADERS_TOO_LARGE: 'too-large',
  DECODED_TOO_LARGE: 'too-large',
  MALFORMED_HTTP: 'malformed',
  UNKNOWN_CONTENT_CODING: 'malformed',
  TOO_MANY_CONTENT_CODINGS: 'malformed',
  TLS_RECORD: 'tls-alert',
};

/** Content type of an alert (RFC 8446 section 5.1): how a TLS port answers a plain request. */
const TLS_ALERT = 0x15;

/**
 * What it means that an exchange was stopped by `code`: one of ours, of the system (ECONNRESET), of Node's parser
 * (HPE_…) or of TLS (ERR_SSL_…). `received` is what had come back until then.
 */
export function endingOf(code: string, progress: Progress, received: Uint8Array = new Uint8Array()): Ending {
  const problem = ownCode(code, received);
  return { outcome: OWN[problem] ?? outcomeOfFault(problem, progress, received.length > 0), problem };
}

function ownCode(code: string, [firstByte]: Uint8Array): string {
  if (code === 'HPE_HEADER_OVERFLOW') return 'HEADERS_TOO_LARGE';
  return code.startsWith('HPE_') && firstByte === TLS_ALERT ? 'TLS_RECORD' : code;
}

function outcomeOfFault(code: string, progress: Progress, hasReceived: boolean): Outcome {
  if (!progress.isConnected) return /^(ENOTFOUND|EAI_)/.test(code) ? 'dns-failure' : 'refused';
  if (progress.isUntrusted) return 'tls-untrusted';
  if (/^(ERR_SSL_|ERR_TLS_|TLS_ALERT_|EPROTO$)/.test(code)) return 'tls-alert';
  if (code.startsWith('HPE_') && code !== 'HPE_INVALID_EOF_STATE') return 'malformed';
  return progress.isEnded && hasReceived ? 'truncated' : 'reset';
}
