import type { Outcome } from '../model/exchange.ts';

/** How far an exchange came and what stopped it. */
export interface Broken {
  /** Code of the system (ECONNRESET), of Node's parser (HPE_…), of TLS (ERR_SSL_…), or of a limit of ours. */
  readonly code: string;
  readonly isConnected: boolean;
  /** The connection, with TLS where asked for, was ready to carry the request. */
  readonly isEstablished: boolean;
  /** The peer's certificate was refused by us. */
  readonly isUntrusted: boolean;
  readonly isClosedByPeer: boolean;
  readonly hasReceived: boolean;
}

export interface Ending {
  readonly outcome: Outcome;
  readonly problem?: string;
}

/** What each limit of ours and each fault of the message means for the exchange. */
const OWN: Readonly<Record<string, Outcome>> = {
  DEADLINE: 'deadline',
  INTERRUPTED: 'interrupted',
  BODY_TOO_LARGE: 'too-large',
  HEADERS_TOO_LARGE: 'too-large',
  DECODED_TOO_LARGE: 'too-large',
  MALFORMED_HTTP: 'malformed',
  UNKNOWN_CONTENT_CODING: 'malformed',
  TOO_MANY_CONTENT_CODINGS: 'malformed',
};

export function endingOf(broken: Broken): Ending {
  const code = broken.code === 'HPE_HEADER_OVERFLOW' ? 'HEADERS_TOO_LARGE' : broken.code;
  return { outcome: OWN[code] ?? outcomeOfFault({ ...broken, code }), problem: code };
}

function outcomeOfFault(broken: Broken): Outcome {
  if (!broken.isConnected) return /^(ENOTFOUND|EAI_)/.test(broken.code) ? 'dns-failure' : 'refused';
  if (broken.isUntrusted) return 'tls-untrusted';
  if (!broken.isEstablished) return isReset(broken.code) ? 'reset' : 'tls-alert';
  if (broken.code.startsWith('ERR_SSL_') || broken.code === 'EPROTO') return 'tls-alert';
  if (broken.code.startsWith('HPE_') && broken.code !== 'HPE_INVALID_EOF_STATE') return 'malformed';
  return broken.isClosedByPeer && broken.hasReceived ? 'truncated' : 'reset';
}

const isReset = (code: string): boolean => code === 'ECONNRESET' || code === 'EPIPE';
