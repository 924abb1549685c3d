import type { Server } from 'node:https';
import type { TLSSocket } from 'node:tls';
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
  #met: MetWith | undefined;

  constructor(onRefused: (refusal: Refusal) => void) {
    this.#onRefused = onRefused;
  }

  /** Tells of a refusal. Handshakes that end while something is wrong on purpose end because of that. */
  readonly refused = (refusal: Refusal): void => {
    if (this.#met !== undefined && refusal.kind === 'no-tls') this.#tell(this.#met, refusal.about ?? '');
    else this.#onRefused(refusal);
  };

  /** What changes how clients of the server are met; nothing given, they are met as they should be. Connections that are open end. */
  over(server: Server, tls: ServerTls): (met?: MetWith) => void {
    server.on('secureConnection', (socket: TLSSocket) => {
      if (this.#met !== undefined && !socket.destroyed) this.#tell(this.#met, 'the handshake came to its end');
    });
    return (met) => {
      this.#met = met;
      const { cert: _, key: __, ...others } = tls;
      server.setSecureContext(secureContextOf(met === undefined ? tls : { ...others, ...met.shown }));
      server.closeAllConnections();
    };
  }

  #tell({ fault }: MetWith, what: string): void {
    this.#onRefused({ kind: 'tls-fault', about: `${fault}: ${what}` });
  }
}
