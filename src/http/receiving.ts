import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { TLSSocket } from 'node:tls';
import { encodeRequest, parseRequest, parseResponse } from '../message/wire.ts';
import type { Exchange, HttpRequest, HttpResponse, TlsAgreement } from '../model/exchange.ts';
import { Kept, type Room } from './kept.ts';
import type { ServerLimits } from './limits.ts';
import type { Ending } from './outcome.ts';
import { type Listening, startListening, tap } from './tap.ts';
import { agreementOf } from './tls.ts';

/** An exchange in which we were the server, before it has its place in a run. */
export type Received = Omit<Exchange, 'ref'>;

/** An exchange under way. */
export interface Hearing {
  /**
   * The exchange with its bytes, when the answer has gone out or has been broken off on purpose. What the client was sent and cannot be
   * read as an HTTP response counts as none; of more than is kept there is the beginning, and no response. With a failure what the client
   * was sent is none either.
   */
  over(request: HttpRequest, failure?: Ending): Received;
  /** There was no exchange after all, and there will be none on this connection. */
  dropped(): void;
}

type Limits = Pick<ServerLimits, 'maxHeadBytes' | 'maxBodyBytes'>;

/** Hears every connection of a server from its beginning, and each exchange on it from when its request begins, as far as there is room. */
export function hearConnections(server: Server, limits: Limits, room: Room): (socket: Socket, now: Date) => Hearing {
  const conversations = new WeakMap<Socket, Conversation>();
  const converse = (socket: Socket): Conversation => {
    const conversation = new Conversation(socket, room, limits);
    conversations.set(socket, conversation);
    startListening(tap(socket), conversation);
    return conversation;
  };
  server.on('setSecureContext' in server ? 'secureConnection' : 'connection', converse);
  return (socket, now) => (conversations.get(socket) ?? converse(socket)).begin(now);
}

/** What one connection of a client has carried since its last exchange was over. */
class Conversation implements Listening {
  readonly #socket: Socket;
  readonly #received: Kept;
  readonly #sent: Kept;
  #agreed: TlsAgreement | undefined;
  #underWay = 0;
  #isOver = false;

  constructor(socket: Socket, room: Room, { maxHeadBytes, maxBodyBytes }: Limits) {
    this.#socket = socket;
    // Chunks make a request longer on the wire than its body is.
    this.#received = new Kept(room, 2 * (maxHeadBytes + maxBodyBytes));
    this.#sent = new Kept(room, maxHeadBytes + maxBodyBytes);
    socket.once('close', () => this.#forget());
  }

  sent(bytes: Uint8Array): void {
    if (!this.#isOver) this.#sent.add(Uint8Array.from(bytes));
  }

  received(bytes: Uint8Array): void {
    if (!this.#isOver) this.#received.add(bytes);
  }

  ended(): void {}

  begin(now: Date): Hearing {
    const startedMs = performance.now();
    this.#underWay += 1;
    return {
      over: (request, failure) => {
        const totalMs = Math.round((performance.now() - startedMs) * 1000) / 1000;
        const exchange = { startedAt: now.toISOString(), timings: { totalMs }, ...this.#exchangeOf(request, failure) };
        this.#underWay -= 1;
        return exchange;
      },
      dropped: () => {
        this.#underWay -= 1;
        this.#isOver = true;
        this.#forget();
      },
    };
  }

  #exchangeOf(request: HttpRequest, failure: Ending | undefined): Omit<Received, 'startedAt' | 'timings'> {
    const received = this.#received.take().bytes;
    const sent = this.#sent.take();
    const response = sent.isCut ? undefined : responseIn(sent.bytes, request);
    const agreed = this.#agreement();
    const asked = { ...(agreed && { tls: { agreed } }), request, requestWire: wireOf(request, received) };
    if (failure !== undefined) return { ...failure, ...asked };
    return {
      ...(sent.isCut ? TOO_LARGE : { outcome: outcomeOf(response, sent.bytes) }),
      ...asked,
      ...(response && { response }),
      ...(sent.bytes.length > 0 && { responseWire: sent.bytes }),
    };
  }

  /** Reading certificates takes its time: once a connection. */
  #agreement(): TlsAgreement | undefined {
    this.#agreed ??= this.#socket instanceof TLSSocket ? agreementOf(this.#socket) : undefined;
    return this.#agreed;
  }

  /** An exchange that outlives its connection still needs its bytes. */
  #forget(): void {
    if (this.#underWay > 0) return;
    this.#received.clear();
    this.#sent.clear();
  }
}

const TOO_LARGE = { outcome: 'too-large', problem: 'BODY_TOO_LARGE' } as const;

function responseIn(sent: Uint8Array, { method }: HttpRequest): HttpResponse | undefined {
  const parsed = sent.length === 0 ? undefined : parseResponse(sent, method);
  return parsed !== undefined && 'value' in parsed ? parsed.value : undefined;
}

function outcomeOf(response: HttpResponse | undefined, sent: Uint8Array): Exchange['outcome'] {
  if (response !== undefined) return 'response';
  return sent.length === 0 ? 'reset' : 'truncated';
}

/**
 * Of a client that sent its next request before our answer, the bytes of this one alone cannot be told, and of one that sent more than is
 * kept they are not all there: it is written anew.
 */
function wireOf(request: HttpRequest, bytes: Uint8Array): Uint8Array {
  const scheme = request.url.startsWith('https:') ? 'https' : 'http';
  return 'value' in parseRequest(bytes, scheme) ? bytes : encodeRequest(request);
}
