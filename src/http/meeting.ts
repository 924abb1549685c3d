import type { Server } from 'node:https';
import type { Socket } from 'node:net';
import type { Refusal } from '../model/refusal.ts';
import type { ListenFault } from '../model/tls.ts';
import type { Credentials } from './authority.ts';
import { type ServerTls, secureContextOf } from './server-tls.ts';

/** What is wrong on purpose when clients connect, and the certificate that they see then; a handshake without one ends with an alert. */
export interface MetWith {
  readonly fault: ListenFault;
  readonly shown?: Pick<Credentials, 'cert' | 'key'>;
}

/** How the clients of a server are met over TLS: as they should be, until somebody wants it otherwise. */
export class Meeting {
  readonly #onRefused: (refusal: Refusal) => void;
  /** Those who met a fault and have not gone yet. */
  readonly #wronged = new Set<Socket>();
  #met: MetWith | undefined;

  constructor(onRefused: (refusal: Refusal) => void) {
    this.#onRefused = onRefused;
  }

  /** Tells of a refusal. Who is met with a fault has been told of: that their handshakes fail is no news. */
  readonly refused = (refusal: Refusal): void => {
    if (this.#wronged.size === 0 || refusal.kind !== 'no-tls') this.#onRefused(refusal);
  };

  /** What changes how clients of the server are met; nothing given, they are met as they should be. Connections that are open end. */
  over(server: Server, tls: ServerTls): (met?: MetWith) => void {
    // Before a client knows what it meets, so that it cannot have ended by then.
    server.on('connection', (socket: Socket) => {
      if (this.#met === undefined) return;
      this.#onRefused({ kind: 'tls-fault', about: this.#met.fault });
      this.#wronged.add(socket);
      // TLS may tell of its end a little later.
      socket.once('close', () => setImmediate(() => this.#wronged.delete(socket)));
    });
    return (met) => {
      this.#met = met;
      const { cert: _, key: __, ...others } = tls;
      server.setSecureContext(secureContextOf(met === undefined ? tls : { ...others, ...met.shown }));
      server.closeAllConnections();
    };
  }
}
