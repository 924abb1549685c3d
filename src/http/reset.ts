import type { Server, Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** The TCP connections that carry TLS, by the address of their clients: TLS itself has no reset. */
const carriers = new Map<string, Socket>();

const peerOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress}|${remotePort}`;

/** Lets the TLS connections of a server be reset. */
export function resettable<S extends Server>(secure: S): S {
  secure.on('connection', (carrier: Socket) => {
    const peer = peerOf(carrier);
    carriers.set(peer, carrier);
    carrier.once('close', () => carriers.delete(peer));
  });
  return secure;
}

/** Ends a connection with RST: whoever reads from it or writes to it is told that it was reset. */
export function reset(socket: Socket | null): void {
  const carrier = socket instanceof TLSSocket ? carriers.get(peerOf(socket)) : socket;
  carrier?.resetAndDestroy();
}
