import { createServer, type ServerOptions } from 'node:http';
import type { Server } from 'node:https';
import type { Socket } from 'node:net';

/** Content type of a handshake record (RFC 8446 section 5.1): the first byte of every TLS connection. */
const HANDSHAKE = 0x16;

/** Lets a server over TLS answer plain HTTP on the same port too, as one that does not protect what it gives. */
export function answeringPlainHttp(secure: Server, options: ServerOptions): Server {
  const plain = createServer(options, (incoming, outgoing) => secure.emit('request', incoming, outgoing));
  const [begin] = secure.listeners('connection');
  secure.removeAllListeners('connection');
  secure.on('connection', (socket: Socket) => {
    socket.setTimeout(options.headersTimeout ?? 0, () => socket.destroy());
    socket.once('readable', () => {
      socket.setTimeout(0).removeAllListeners('timeout');
      const first: Buffer | null = socket.read(1);
      if (first === null) return;
      socket.unshift(first);
      if (first[0] === HANDSHAKE) begin?.call(secure, socket);
      else plain.emit('connection', socket);
    });
    socket.on('error', () => socket.destroy());
  });
  const { closeAllConnections } = secure;
  secure.closeAllConnections = () => {
    closeAllConnections.call(secure);
    plain.closeAllConnections();
  };
  return secure;
}
