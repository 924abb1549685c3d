import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { TLSSocket } from 'node:tls';
import { MAX_INTERIM_RESPONSES } from '../message/wire.ts';
import type { Timings, TlsFacts } from '../model/exchange.ts';
import { KEPT_OF_OVERSIZE_BYTES, type Limits } from './limits.ts';
import { tlsFacts } from './tls.ts';

/** Why we ended an exchange that might have gone on. */
export type StopCode = 'DEADLINE' | 'BODY_TOO_LARGE' | 'MALFORMED_HTTP' | 'INTERRUPTED';

type Phase = Exclude<keyof Timings, 'totalMs'>;

/** Everything that one exchange carried over its connection, as it happens. */
export class Recording {
  readonly #startedAt = performance.now();
  readonly #maxBytes: number;
  readonly #sent: Uint8Array[] = [];
  readonly #received: Uint8Array[] = [];
  readonly #marks: { [phase in Phase]?: number } = {};
  #receivedBytes = 0;
  #request?: ClientRequest;
  #socket?: Socket;

  /** Set when we ended the exchange ourselves. */
  stopped?: StopCode;
  /** The first thing that went wrong with the connection or the message, by the code of the system or of Node. */
  fault?: string;
  tls?: TlsFacts;
  readonly state = { isConnected: false, isEstablished: false, isUntrusted: false, isClosedByPeer: false };

  constructor(limits: Limits) {
    this.#maxBytes = limits.maxHeadBytes + limits.maxBodyBytes;
  }

  follow(request: ClientRequest): void {
    this.#request = request;
    let interim = 0;
    request.on('information', () => {
      interim += 1;
      if (interim > MAX_INTERIM_RESPONSES) this.stop('MALFORMED_HTTP');
    });
    request.on('upgrade', () => this.stop('MALFORMED_HTTP'));
    request.on('error', (error: Error & { code?: string }) => this.#fail(error));
    request.once('socket', (socket: Socket) => this.#attach(socket, request.reusedSocket));
    if (this.stopped !== undefined) request.destroy();
  }

  stop(code: StopCode): void {
    this.stopped ??= code;
    this.#request?.destroy();
  }

  /** Bytes that go out are noted before they are written, bytes that come in before they are parsed. */
  noteSent(bytes: Uint8Array): void {
    this.#sent.push(bytes);
  }

  noteReceived(bytes: Uint8Array): void {
    this.#mark('firstByteMs');
    this.#received.push(bytes);
    this.#receivedBytes += bytes.length;
    if (this.#receivedBytes > this.#maxBytes) this.stop('BODY_TOO_LARGE');
  }

  /** No more bytes belong to this exchange. */
  finish(): Timings {
    if (this.#socket !== undefined) release(this.#socket, this);
    return { ...this.#marks, totalMs: this.#elapsed() };
  }

  get sent(): Uint8Array {
    return this.state.isEstablished ? Buffer.concat(this.#sent) : new Uint8Array();
  }

  get received(): Uint8Array {
    const isOversize = this.#receivedBytes > this.#maxBytes;
    return isOversize ? Buffer.concat(this.#received, KEPT_OF_OVERSIZE_BYTES) : Buffer.concat(this.#received);
  }

  #attach(socket: Socket, isReused: boolean): void {
    this.#socket = socket;
    assign(socket, this);
    const isSecure = socket instanceof TLSSocket;
    if (isReused) {
      this.state.isConnected = true;
      this.#establish(socket);
      return;
    }
    socket.once('lookup', () => this.#mark('dnsMs'));
    socket.once('connect', () => {
      this.#mark('connectMs');
      this.state.isConnected = true;
      if (!isSecure) this.#establish(socket);
    });
    socket.once('secureConnect', () => {
      this.#mark('tlsMs');
      this.#establish(socket);
    });
  }

  #establish(socket: Socket): void {
    this.state.isEstablished = true;
    const facts = socket instanceof TLSSocket ? tlsFacts(socket) : undefined;
    if (facts !== undefined) this.tls = facts;
  }

  #fail(error: Error & { code?: string }): void {
    this.fault ??= error.code ?? error.name;
    this.state.isUntrusted ||= this.#socket instanceof TLSSocket && Boolean(this.#socket.authorizationError);
  }

  #mark(phase: Phase): void {
    this.#marks[phase] ??= this.#elapsed();
  }

  #elapsed(): number {
    return Math.round((performance.now() - this.#startedAt) * 1000) / 1000;
  }
}

/** Which recording has which connection now. */
const recordings = new WeakMap<Socket, Recording>();

const assign = (socket: Socket, recording: Recording): void => void recordings.set(socket, recording);

function release(socket: Socket, recording: Recording): void {
  if (recordings.get(socket) === recording) recordings.delete(socket);
}

/** Taps a new connection for its whole life. A server that speaks when nobody asked loses the connection. */
export function tap(socket: Socket): Socket {
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
  socket.write = (chunk: Uint8Array | string, ...rest: unknown[]) => {
    const encoding = typeof rest[0] === 'string' ? (rest[0] as BufferEncoding) : 'utf8';
    recordings.get(socket)?.noteSent(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk);
    return write(chunk, ...rest);
  };
  socket.on('data', (bytes: Buffer) => {
    const recording = recordings.get(socket);
    if (recording === undefined) socket.destroy();
    else recording.noteReceived(bytes);
  });
  socket.on('end', () => {
    const recording = recordings.get(socket);
    if (recording !== undefined) recording.state.isClosedByPeer = true;
  });
  return socket;
}
