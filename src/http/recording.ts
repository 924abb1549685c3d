import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { TLSSocket } from 'node:tls';
import { MAX_INTERIM_RESPONSES } from '../message/wire.ts';
import type { Timings, TlsFacts } from '../model/exchange.ts';
import { KEPT_OF_OVERSIZE_BYTES, type Limits } from './limits.ts';
import type { Progress } from './outcome.ts';
import { type Listening, startListening, stopListening } from './tap.ts';
import { agreementOf, clientFingerprint } from './tls.ts';

/** Why we ended an exchange that might have gone on. */
export type StopCode = 'DEADLINE' | 'INTERRUPTED' | 'BODY_TOO_LARGE' | 'MALFORMED_HTTP';

type Phase = Exclude<keyof Timings, 'totalMs'>;

/** What is known of each connection, for the exchanges that come to it later: reading certificates takes its time. */
const connections = new WeakMap<Socket, TlsFacts>();

/** Everything that one exchange carries over its connection, as it happens. */
export class Recording implements Listening {
  readonly #startedAt = performance.now();
  readonly #maxBytes: number;
  readonly #sent: Uint8Array[] = [];
  readonly #received: Uint8Array[] = [];
  readonly #marks: { [phase in Phase]?: number } = {};
  #receivedBytes = 0;
  /** The connection, with TLS where asked for, can carry the request. */
  #isEstablished = false;
  #progress: Progress = { isConnected: false, isUntrusted: false, isEnded: false };
  #request?: ClientRequest;
  #socket?: Socket;
  #stop?: StopCode;
  #announceStop: (code: StopCode) => void = () => undefined;

  /** Settles only when we end the exchange ourselves. */
  readonly stopped = new Promise<StopCode>((resolve) => {
    this.#announceStop = resolve;
  });

  /** The first thing that went wrong with the connection or the message, by the code of the system or of Node. */
  fault?: string;
  tls?: TlsFacts;

  constructor({ maxHeadBytes, maxBodyBytes }: Limits) {
    this.#maxBytes = maxHeadBytes + maxBodyBytes;
  }

  follow(request: ClientRequest): void {
    this.#request = request;
    let interim = 0;
    request.on('information', () => {
      interim += 1;
      if (interim > MAX_INTERIM_RESPONSES) this.stop('MALFORMED_HTTP');
    });
    request.on('upgrade', () => this.stop('MALFORMED_HTTP'));
    request.on('error', (error) => this.#fail(error));
    request.on('response', (response: IncomingMessage) => response.on('error', (error) => this.#fail(error)));
    request.once('socket', (socket) => this.#attach(socket, request.reusedSocket));
    if (this.#stop !== undefined) request.destroy();
  }

  stop(code: StopCode): void {
    this.#stop ??= code;
    this.#announceStop(code);
    this.#request?.destroy();
    this.#socket?.destroy();
  }

  sent(bytes: Uint8Array): void {
    this.#sent.push(bytes);
  }

  received(bytes: Uint8Array): void {
    this.#mark('firstByteMs');
    this.#received.push(bytes);
    this.#receivedBytes += bytes.length;
    if (this.#receivedBytes > this.#maxBytes) this.stop('BODY_TOO_LARGE');
  }

  ended(): void {
    this.#reach({ isEnded: true });
  }

  /** Nothing that the connection carries from now on belongs to this exchange. */
  finish(): Timings {
    if (this.#socket !== undefined) stopListening(this.#socket, this);
    return { ...this.#marks, totalMs: this.#elapsed() };
  }

  get progress(): Progress {
    return this.#progress;
  }

  get requestWire(): Uint8Array {
    return this.#isEstablished ? Buffer.concat(this.#sent) : new Uint8Array();
  }

  get responseWire(): Uint8Array | undefined {
    if (this.#receivedBytes === 0) return undefined;
    const kept = this.#receivedBytes > this.#maxBytes ? KEPT_OF_OVERSIZE_BYTES : this.#receivedBytes;
    return Buffer.concat(this.#received, kept);
  }

  #attach(socket: Socket, isReused: boolean): void {
    this.#socket = socket;
    if (socket instanceof TLSSocket) this.#followTls(socket);
    startListening(socket, this);
    if (isReused) this.#establish();
    else this.#followHandshakes(socket);
  }

  #followTls(socket: TLSSocket): void {
    this.tls = connections.get(socket) ?? shownOn(socket);
    if (this.tls.agreed !== undefined) return;
    // Node first asks whether it trusts the certificate, and after that knows it no more.
    socket.prependOnceListener('secure', () => {
      const agreed = agreementOf(socket);
      if (agreed === undefined) return;
      this.tls = { ...this.tls, agreed };
      connections.set(socket, this.tls);
    });
  }

  #followHandshakes(socket: Socket): void {
    socket.once('lookup', () => this.#mark('dnsMs'));
    socket.once('connect', () => {
      this.#mark('connectMs');
      this.#reach({ isConnected: true });
      if (!(socket instanceof TLSSocket)) this.#establish();
    });
    socket.once('secureConnect', () => {
      this.#mark('tlsMs');
      this.#establish();
    });
  }

  #establish(): void {
    this.#isEstablished = true;
    this.#reach({ isConnected: true });
  }

  #fail(error: Error & { readonly code?: string }): void {
    this.fault ??= faultOf(error);
    const refusal = this.#socket instanceof TLSSocket ? this.#socket.authorizationError : undefined;
    if (refusal) this.#reach({ isUntrusted: true });
  }

  #reach(progress: Partial<Progress>): void {
    this.#progress = { ...this.#progress, ...progress };
  }

  #mark(phase: Phase): void {
    this.#marks[phase] ??= this.#elapsed();
  }

  /** Milliseconds by the monotonic clock, to the microsecond. */
  #elapsed(): number {
    return Math.round((performance.now() - this.#startedAt) * 1000) / 1000;
  }
}

/** An alert during the handshake comes as a failed write, with its number (RFC 8446 section 6) in the words alone. */
function faultOf({ code, name, message }: Error & { readonly code?: string }): string {
  const [, alert] = /SSL alert number (\d+)/.exec(message) ?? [];
  return code === 'EPROTO' && alert !== undefined ? `TLS_ALERT_${alert}` : (code ?? name);
}

/** The certificate that a connection holds ready; what is agreed comes with the handshake. */
function shownOn(socket: TLSSocket): TlsFacts {
  const fingerprint = clientFingerprint(socket);
  return fingerprint === undefined ? {} : { clientFingerprint: fingerprint };
}
