import {
  Agent,
  type ClientRequest,
  type IncomingMessage,
  request as requestHttp,
  type ServerResponse,
} from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { removeContentCodings } from '../message/content-coding.ts';
import { fieldValues } from '../message/wire-head.ts';
import type { HeaderField, HttpRequest } from '../model/exchange.ts';
import type { RefusalKind } from '../model/refusal.ts';
import { POOLED, SINGLE, secureAgent } from './connections.ts';
import type { Dealing } from './listen.ts';
import { type Ending, endingOf, type Progress } from './outcome.ts';
import { reply } from './reply.ts';
import { lineOf, pairs, refusal, requestOf } from './serve.ts';
import type { TlsSettings } from './tls.ts';

export interface Forwarding {
  /** Base URL of the provider: what the client asks for below our own goes below this. */
  readonly target: string;
  /** How we show ourselves to it. */
  readonly tls?: TlsSettings;
  /** For all of what it answers to one request; default 60 s. */
  readonly deadlineMs?: number;
  /** Told of each request when it has been read, before it is passed on; says whether it is one too many. */
  readonly onRequest: (request: HttpRequest) => 'too-many' | undefined;
}

/**
 * Passes every request that keeps to the limits on to a provider, and its answer back: the same method, status and reason, header fields in
 * their order and spelling, content as it is coded, trailers, and the way the end of an answer is told (length, chunks, end of connection).
 * Different is what belongs to one connection (RFC 9110 section 7.6):
 * - `Host` names the provider, and the path is below that of the target;
 * - the version is HTTP/1.1, `Upgrade` and `HTTP2-Settings` are left out, and interim answers (1xx) stay behind;
 * - a request without `Connection` gets one, and one that says nothing of its content, where some is usual, `Content-Length: 0`;
 * - chunks are cut anew, and `Trailer` is left out where there are none.
 *
 * For a provider that cannot be reached, or whose answer is none, we say so to the client (502, or 504 when the time is over). That is no
 * answer of the provider: the exchange is given as one without.
 */
export function forwarding({ target, tls = {}, deadlineMs = DEADLINE_MS, onRequest }: Forwarding): Dealing {
  const passOn = passingOn(target, tls, deadlineMs);
  return async (incoming, outgoing, { scheme, bodies, onRefused, signal, lingerMs }, taken) => {
    const body = await bodies.read(incoming);
    if (body === 'gone') return undefined;
    const refuse = async (kind: RefusalKind, status: number): Promise<undefined> => {
      onRefused({ kind, about: lineOf(incoming) });
      await reply(outgoing, refusal(status), { signal, lingerMs });
    };
    if (body === 'no-room') return refuse('too-many-bodies', 503);
    if (body === 'too-large') return refuse('body-too-large', 413);
    const head = requestOf(incoming, scheme);
    const decoded = removeContentCodings(body, head.headers);
    // What cannot be decoded is judged as it came.
    const request = { ...head, body: 'value' in decoded ? decoded.value : body };
    taken(request);
    if (onRequest(request) === 'too-many') return refuse('too-many-requests', 503);
    const failure = await passOn({ incoming, fields: head.headers, body, outgoing, signal });
    return { request, ...(failure && { failure }) };
  };
}

interface Passage {
  readonly incoming: IncomingMessage;
  readonly fields: readonly HeaderField[];
  /** As it was on the wire, without its framing. */
  readonly body: Uint8Array;
  readonly outgoing: ServerResponse;
  readonly signal: AbortSignal;
}

const DEADLINE_MS = 60_000;

/** Those that may reach the provider twice (RFC 9110 section 9.2.2). */
const IDEMPOTENT = ['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE'];

/**
 * Settles when the client has its answer, or has left, with why the provider gave none. A connection that was kept may have been closed by
 * the provider just now: what must not be sent twice gets one of its own, and so does what met such a connection.
 */
function passingOn(target: string, tls: TlsSettings, deadlineMs: number) {
  const isSecure = target.startsWith('https:');
  const agentWith = (options: object): Agent => (isSecure ? secureAgent(options, tls) : new Agent(options));
  const [pooled, single] = [agentWith(POOLED), agentWith(SINGLE)];
  return async (passage: Passage): Promise<Ending | undefined> => {
    const isRepeatable = IDEMPOTENT.includes(passage.incoming.method ?? '');
    const ended = await passBy(isRepeatable ? pooled : single, passage, { target, deadlineMs });
    if (ended !== 'stale') return ended;
    const again = await passBy(single, passage, { target, deadlineMs });
    return again === 'stale' ? undefined : again;
  };
}

interface Provider {
  readonly target: string;
  readonly deadlineMs: number;
}

/** `stale`: nothing came back on a connection that had been used before, and the client was told nothing. */
function passBy(agent: Agent, passage: Passage, provider: Provider): Promise<Ending | 'stale' | undefined> {
  const { body, outgoing } = passage;
  return new Promise((over) => {
    let outward: ClientRequest | undefined;
    let isConnected = false;
    let failure: Ending | undefined;
    const broke = (cause: unknown): void => {
      if (failure !== undefined || outgoing.destroyed) return;
      if (outgoing.headersSent) {
        outgoing.destroy();
        return;
      }
      const code = codeOf(cause);
      if (outward?.reusedSocket && ['ECONNRESET', 'EPIPE'].includes(code)) {
        over('stale');
        return;
      }
      failure = endingOf(code, progressOf(outward?.socket, isConnected));
      outgoing.writeHead(code === 'DEADLINE' ? 504 : 502, SAID_BY_US).end(NO_ANSWER);
    };
    const tooLate = setTimeout(() => outward?.destroy(new Error('DEADLINE')), provider.deadlineMs);
    outgoing.once('close', () => {
      clearTimeout(tooLate);
      // Who left early waits for nothing.
      if (!outgoing.writableFinished) outward?.destroy();
      over(failure);
    });
    try {
      outward = ask(agent, passage, provider.target);
      outward.on('error', broke);
      outward.on('socket', (socket) => {
        isConnected = !socket.connecting;
        if (isConnected) return;
        socket.once('connect', () => {
          isConnected = true;
        });
      });
      outward.on('upgrade', (_, socket) => {
        socket.destroy();
        broke(new Error('MALFORMED_HTTP'));
      });
      outward.on('response', (response) => {
        response.on('error', broke);
        try {
          passBack(response, outgoing);
        } catch {
          broke(new Error('MALFORMED_HTTP'));
          response.destroy();
        }
      });
      outward.addTrailers(pairs(passage.incoming.rawTrailers));
      outward.end(body);
    } catch (cause) {
      broke(cause);
    }
  });
}

const NO_ANSWER = 'The provider behind this proxy did not answer.\n';
const SAID_BY_US = { 'Content-Type': 'text/plain', 'Content-Length': NO_ANSWER.length };

/** Of the system or of Node; our own errors have it as their message. */
const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : cause instanceof Error ? cause.message : '';

const progressOf = (socket: Socket | null | undefined, isConnected: boolean): Progress => ({
  isConnected,
  isUntrusted: socket instanceof TLSSocket && Boolean(socket.authorizationError),
  isEnded: false,
});

function ask(agent: Agent, { incoming, fields, signal }: Passage, target: string): ClientRequest {
  const { protocol, hostname, port, pathname, host } = new URL(target);
  const { method = 'GET', url = '' } = incoming;
  const open = protocol === 'https:' ? requestHttps : requestHttp;
  return open({
    agent,
    hostname: hostname.replace(/^\[(.*)\]$/, '$1'),
    port,
    method,
    path: `${pathname.replace(/\/$/, '')}${url}`,
    headers: fieldsFor(host, method, fields).flat(),
    signal,
  });
}

/** Another protocol would be one between neighbours (RFC 9110 section 7.8), and we speak HTTP/1.1. */
const OTHER_PROTOCOLS = ['upgrade', 'http2-settings'];

/** Methods for which no content is usual (RFC 9110 section 8.6). */
const BARE = ['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'];

function fieldsFor(host: string, method: string, fields: readonly HeaderField[]): readonly HeaderField[] {
  const kept = passable(fields)
    .filter(([name]) => !OTHER_PROTOCOLS.includes(name.toLowerCase()))
    .map(([name, value]): HeaderField => [name, name.toLowerCase() === 'host' ? host : value]);
  const isFramed = ['content-length', 'transfer-encoding'].some((name) => fieldValues(fields, name).length > 0);
  return isFramed || BARE.includes(method) ? kept : [...kept, ['Content-Length', '0']];
}

/** Trailers come after chunks only; Node refuses to promise them otherwise. */
function passable(fields: readonly HeaderField[]): readonly HeaderField[] {
  const isChunked = fieldValues(fields, 'transfer-encoding').length > 0;
  return isChunked ? fields : fields.filter(([name]) => name.toLowerCase() !== 'trailer');
}

/** Throws when Node does not write what it has read. */
function passBack(response: IncomingMessage, outgoing: ServerResponse): void {
  // Node would say more than the provider did.
  outgoing.sendDate = false;
  for (const name of ['Connection', 'Content-Length', 'Transfer-Encoding']) outgoing.removeHeader(name);
  const fields = passable(pairs(response.rawHeaders));
  outgoing.writeHead(response.statusCode ?? 502, response.statusMessage, fields.flat());
  response.on('end', () => outgoing.addTrailers(pairs(response.rawTrailers)));
  response.pipe(outgoing);
}
