import { Agent, type IncomingMessage, request as requestHttp, type ServerResponse } from 'node:http';
import { request as requestHttps } from 'node:https';
import { removeContentCodings } from '../message/content-coding.ts';
import type { HeaderField, HttpRequest } from '../model/exchange.ts';
import type { RefusalKind } from '../model/refusal.ts';
import { POOLED, secureAgent } from './connections.ts';
import type { Dealing } from './listen.ts';
import { reply } from './reply.ts';
import { lineOf, refusal, requestOf } from './serve.ts';
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
 * Passes every request that keeps to the limits on to a provider, and its answer back, as they are: the same line, headers in their order
 * and spelling, and body, but for `Host`, which names the provider, and for the offer of another protocol. A provider that does not answer
 * is a 502 for the client.
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
    await passOn({ incoming, fields: head.headers, body, outgoing, signal });
    return request;
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

/** Settles when the client has its answer, or has left. */
function passingOn(target: string, tls: TlsSettings, deadlineMs: number): (passage: Passage) => Promise<void> {
  const { protocol, hostname, port, pathname, host } = new URL(target);
  const isSecure = protocol === 'https:';
  const agent = isSecure ? secureAgent(POOLED, tls) : new Agent(POOLED);
  const open = isSecure ? requestHttps : requestHttp;
  const base = pathname.replace(/\/$/, '');
  return ({ incoming, fields, body, outgoing, signal }) =>
    new Promise((over) => {
      const outward = open({
        agent,
        hostname: hostname.replace(/^\[(.*)\]$/, '$1'),
        port,
        method: incoming.method,
        path: `${base}${incoming.url ?? ''}`,
        headers: fieldsFor(host, fields).flat(),
        signal,
      });
      outward.on('response', (response) => passBack(response, outgoing));
      outward.on('error', () => {
        if (outgoing.headersSent) outgoing.destroy();
        else outgoing.writeHead(502, { 'Content-Type': 'text/plain' }).end(NO_ANSWER);
      });
      const tooLate = setTimeout(() => outward.destroy(new Error('DEADLINE')), deadlineMs);
      outgoing.on('close', () => {
        clearTimeout(tooLate);
        // Who left early waits for nothing.
        if (!outgoing.writableFinished) outward.destroy();
        over();
      });
      outward.end(body);
    });
}

const NO_ANSWER = 'The provider behind this proxy did not answer.\n';

/** Another protocol would be one between neighbours (RFC 9110 section 7.8), and we speak HTTP/1.1. */
const OTHER_PROTOCOLS = ['upgrade', 'http2-settings'];

const fieldsFor = (host: string, fields: readonly HeaderField[]): readonly HeaderField[] =>
  fields
    .filter(([name]) => !OTHER_PROTOCOLS.includes(name.toLowerCase()))
    .map(([name, value]) => [name, name.toLowerCase() === 'host' ? host : value]);

function passBack(response: IncomingMessage, outgoing: ServerResponse): void {
  // Node would say more than the provider did.
  outgoing.sendDate = false;
  outgoing.removeHeader('Connection');
  outgoing.writeHead(response.statusCode ?? 502, response.statusMessage, response.rawHeaders);
  response.on('error', () => outgoing.destroy());
  response.pipe(outgoing);
}
