import { counted, grouped } from './counted.ts';

/** Why a client was turned away before what answers requests had one of it, in words. */
export const REFUSALS = {
  'too-many-connections': 'too many connections at once',
  'too-many-requests': 'more requests than a case keeps',
  'too-many-bodies': 'too much in the bodies of all at once',
  'body-too-large': 'body too large',
  'head-too-large': 'head too large',
  'body-unreadable': 'body that cannot be decoded',
  'too-slow': 'nothing whole in time',
  'no-request': 'no request of HTTP/1.1',
  'no-tls': 'no agreement on TLS',
  'tls-fault': 'met with a fault of TLS, as the case says',
  'certificate-missing': 'no client certificate',
  'certificate-expired': 'client certificate out of date',
  'certificate-other-name': 'client certificate of somebody else',
  'certificate-other-authority': 'client certificate of an unknown authority',
  'certificate-revoked': 'client certificate revoked',
} as const;
export type RefusalKind = keyof typeof REFUSALS;
export const REFUSAL_KINDS = Object.keys(REFUSALS) as readonly RefusalKind[];

export interface Refusal {
  readonly kind: RefusalKind;
  /** `POST /Appointment`, the subject of the certificate, or the code of what went wrong: whichever is known. */
  readonly about?: string;
}

/** Refusals of one kind; only the first few of a run are told one by one. */
export interface Refused {
  readonly kind: RefusalKind;
  readonly times: number;
  readonly first: readonly RefusedClient[];
}

export interface RefusedClient {
  /** RFC 3339 instant, UTC, millisecond precision. */
  readonly at: string;
  readonly about?: string;
}

/** `3 connections were turned away: no client certificate (2), body too large (1)`. */
export function refusedInWords(refused: readonly Refused[]): string {
  const times = (some: readonly Refused[]): number => some.reduce((sum, one) => sum + one.times, 0);
  const kinds = REFUSAL_KINDS.map((kind) => [kind, times(refused.filter((one) => one.kind === kind))] as const);
  const parts = kinds.filter(([, count]) => count > 0).map(([kind, count]) => `${REFUSALS[kind]} (${grouped(count)})`);
  const all = times(refused);
  return `${counted(all, 'connection')} ${all === 1 ? 'was' : 'were'} turned away: ${parts.join(', ')}`;
}
