import { type IncomingMessage, STATUS_CODES } from 'node:http';
import { removeContentCodings } from '../message/content-coding.ts';
import type { DiagnosticCode } from '../model/diagnostic-code.ts';
import type { HttpRequest } from '../model/exchange.ts';
import type { Refusal, RefusalKind } from '../model/refusal.ts';
import type { Bodies } from './bodies.ts';
import type { Reply } from './reply.ts';

/** Says what to answer. */
export type Handler = (request: HttpRequest) => Reply | Promise<Reply>;

/** Why the body of a request was not taken: it is not what its coding says, it is too large, or its coding is unknown. */
export type UnreadStatus = 400 | 413 | 415;

/** Says in its own words that the body was not taken; the request comes without it. Undefined: no words of its own. */
export type Refuser = (request: HttpRequest, status: UnreadStatus) => Reply | undefined;

/** What a server has for dealing with each of its requests. */
export interface Counter {
  readonly scheme: 'http' | 'https';
  readonly bodies: Bodies;
  readonly onRefused: (refusal: Refusal) => void;
  /** Aborted when the server closes. */
  readonly signal: AbortSignal;
  /** A client that still sends what was refused is heard out for so long. */
  readonly lingerMs: number;
}

export interface Serving extends Counter {
  readonly handler: Handler;
  readonly refuse?: Refuser | undefined;
}

/** The handler's reply to a request that keeps to the limits, or a refusal of one that does not; undefined when the client left. */
export async function answer(
  incoming: IncomingMessage,
  { scheme, handler, refuse, onRefused, bodies }: Serving,
): Promise<Reply | undefined> {
  const received = await bodies.read(incoming);
  if (received === 'gone') return undefined;
  const request = requestOf(incoming, scheme);
  const about = lineOf(incoming);
  if (received === 'no-room') {
    onRefused({ kind: 'too-many-bodies', about });
    return refusal(503);
  }
  const body = received === 'too-large' ? TOO_LARGE : removeContentCodings(received, request.headers);
  if ('value' in body) return handler({ ...request, body: body.value });
  const status = STATUSES[body.problem.code] ?? 415;
  onRefused({ kind: KINDS[status], about });
  const inItsWords = refuse?.(request, status);
  return inItsWords === undefined ? refusal(status) : closing(inItsWords);
}

/** Without its query, which may say something of a patient. */
export const lineOf = ({ method = '', url = '' }: IncomingMessage): string => `${method} ${url.split('?')[0]}`;

const TOO_LARGE: { readonly problem: { readonly code: DiagnosticCode } } = { problem: { code: 'DECODED_TOO_LARGE' } };

const STATUSES: { readonly [code in DiagnosticCode]?: UnreadStatus } = { DECODED_TOO_LARGE: 413, MALFORMED_HTTP: 400 };

const KINDS: Readonly<Record<UnreadStatus, RefusalKind>> = {
  400: 'body-unreadable',
  413: 'body-too-large',
  415: 'body-unreadable',
};

/** A request that is refused here, or that broke its handler, gets a bare response and the end of the connection. */
export const refusal = (status: number): Reply =>
  closing({ response: { status, reason: STATUS_CODES[status] ?? '', headers: [], body: new Uint8Array() } });

/** What was not read of the request would be taken for the next one. */
const closing = ({ response, ...rest }: Reply): Reply => ({
  ...rest,
  response: { ...response, headers: [...response.headers, ['Connection', 'close']] },
});

/** The request as its head has it; without a body. */
export const requestOf = ({ method = '', url = '', headers, rawHeaders }: IncomingMessage, scheme: string) => ({
  method,
  url: `${scheme}://${headers.host ?? ''}${url}`,
  headers: pairs(rawHeaders),
  body: new Uint8Array(),
});

/** Node gives header fields as one list: name, value, name, value. */
export const pairs = (flat: readonly string[]): [name: string, value: string][] =>
  flat.flatMap((name, index): [string, string][] => (index % 2 === 0 ? [[name, flat[index + 1] ?? '']] : []));
