import type { Socket } from 'node:net';

/** Hears what a connection carries: bytes that go out before they are written, bytes that come in before they are parsed. */
export interface Listening {
  sent(bytes: Uint8Array): void;
  received(bytes: Uint8Array): void;
  /** The peer closed its side in good order. */
  ended(): void;
}

/** Who listens to which connection now. A pooled connection passes from one exchange to the next. */
const listening = new WeakMap<Socket, Listening>();

export function startListening(socket: Socket, listener: Listening): void {
  listening.set(socket, listener);
}

/** Does nothing when the connection has already passed to another. */
export function stopListening(socket: Socket, listener: Listening): void {
  if (listening.get(socket) === listener) listening.delete(socket);
}

/** Taps a new connection for its whole life. A server that speaks when nobody asked loses the connection. */
export function tap(socket: Socket): Socket {
  const { write } = socket;
  socket.write = (chunk: Uint8Array | string, ...rest: unknown[]) => {
    listening.get(socket)?.sent(typeof chunk === 'string' ? Buffer.from(chunk, encodingOf(rest)) : chunk);
    return Reflect.apply(write, socket, [chunk, ...rest]);
  };
  socket.on('data', (bytes: Buffer) => {
    const listener = listening.get(socket);
    if (listener === undefined) socket.destroy();
    else listener.received(bytes);
  });
  socket.on('end', () => listening.get(socket)?.ended());
  return socket;
}

/** The first argument of `write` after the text, unless that is its callback. */
function encodingOf([encoding]: readonly unknown[]): BufferEncoding {
  return typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : 'utf8';
}
