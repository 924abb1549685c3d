import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { TLSSocket } from 'node:tls';
import { encodeRequest, parseRequest, parseResponse } from '../message/wire.ts';
import type { Exchange, HttpRequest } from '../model/exchange.ts';
import { SERVER_LIMITS } from './limits.ts';
import { type Listening, startListening, tap } from './tap.ts';
import { agreementOf } from './tls.ts';

/** An exchange in which we were the server, before it has its place in a run. */
export type Received = Omit<Exchange, 'ref'>;

/** Of one request: chunks make it longer on the wire than its body is. */
const MAX_KEPT_BYTES = 2 * (SERVER_LIMITS.maxHeadBytes + SERVER_LIMITS.maxBodyBytes);

/** What one connection of a client has carried since its last exchange was over. */
class Conversation implements Listening {
  #sent: Uint8Array[] = [];
  #received: Uint8Array[] = [];
  #receivedBytes = 0;

  sent(bytes: Uint8Array): void {
    this.#sent.push(Uint8Array.from(bytes));
  }

  /** What goes beyond any request that is taken is not kept. */
  received(bytes: Uint8Array): void {
    this.#receivedBytes += bytes.length;
    if (this.#receivedBytes <= MAX_KEPT_BYTES) this.#received.push(bytes);
  }

  ended(): void {}

  /** The bytes of the exchange that is over. */
  take(): { readonly requestWire: Uint8Array; readonly responseWire: Uint8Array } {
    const taken = { requestWire: Buffer.concat(this.#received), responseWire: Buffer.concat(this.#sent) };
    this.#sent = [];
    this.#received = [];
    this.#receivedBytes = 0;
    return taken;
  }
}

const conversations = new WeakMap<Socket, Conversation>();

/** Hears every connection of a server from its beginning. */
export function hearConnections(server: Server): void {
  const event = 'setSecureContext' in server ? 'secureConnection' : 'connection';
  server.on(event, (socket: Socket) => {
    const conversation = new Conversation();
    conversations.set(socket, conversation);
    startListening(tap(socket), conversation);
  });
}

/** An exchange under way: begun when its request has been read. */
export interface Hearing {
  readonly startedAt: string;
  readonly startedMs: number;
}

export const beginHearing = (now: Date): Hearing => ({ startedAt: now.toISOString(), startedMs: performance.now() });

/**
 * The exchange with its bytes, when the answer has gone out or has been broken off on purpose. What the client was sent and cannot be
 * read as an HTTP response counts as none.
 */
export function heard(hearing: Hearing, request: HttpRequest, outgoing: ServerResponse): Received {
  const { socket } = outgoing.req;
  const { requestWire, responseWire } = conversations.get(socket)?.take() ?? EMPTY;
  const parsed = responseWire.length === 0 ? undefined : parseResponse(responseWire, request.method);
  const response = parsed !== undefined && 'value' in parsed ? parsed.value : undefined;
  const agreed = socket instanceof TLSSocket ? agreementOf(socket) : undefined;
  return {
    outcome: response !== undefined ? 'response' : responseWire.length === 0 ? 'reset' : 'truncated',
    startedAt: hearing.startedAt,
    timings: { totalMs: Math.round((performance.now() - hearing.startedMs) * 1000) / 1000 },
    ...(agreed && { tls: { agreed } }),
    request,
    requestWire: wireOf(request, requestWire),
    ...(response && { response }),
    ...(responseWire.length > 0 && { responseWire }),
  };
}

const EMPTY = { requestWire: new Uint8Array(), responseWire: new Uint8Array() };

/** Of a client that sent its next request before our answer, the bytes of this one alone cannot be told: it is written anew. */
function wireOf(request: HttpRequest, bytes: Uint8Array): Uint8Array {
  const scheme = request.url.startsWith('https:') ? 'https' : 'http';
  return 'value' in parseRequest(bytes, scheme) ? bytes : encodeRequest(request);
}
