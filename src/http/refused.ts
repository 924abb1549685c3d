import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Refusal, RefusalKind } from '../model/refusal.ts';

type Fault = Error & { readonly code?: string };

/** Answers what cannot be taken for a request, and what does not come in time, with a bare status; then the connection ends. */
export function refuseWhatIsNoRequest(server: Server, onRefused: (refusal: Refusal) => void): void {
  const answers = new WeakMap<Socket, ServerResponse>();
  server.on('request', ({ socket }: IncomingMessage, outgoing: ServerResponse) => answers.set(socket, outgoing));
  server.on('drop', () => onRefused({ kind: 'too-many-connections' }));
  server.on('tlsClientError', ({ code = '' }: Fault) =>
    onRefused({ kind: code === 'ERR_TLS_HANDSHAKE_TIMEOUT' ? 'too-slow' : 'no-tls', about: code }),
  );
  server.on('clientError', ({ code = '' }: Fault, socket: Socket) => {
    const kind = kindOf(code);
    const status = kind && STATUSES[kind];
    const answer = answers.get(socket);
    const isMidAnswer = answer?.headersSent === true && !answer.writableFinished;
    if (kind === undefined || status === undefined || isMidAnswer || !socket.writable) {
      socket.destroy();
      return;
    }
    onRefused({ kind, about: code });
    const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;
    socket.end(head, () => socket.destroy());
  });
}

/** By the code of Node (https://nodejs.org/api/http.html#event-clienterror). Undefined: the client has gone, or there is no TLS with it. */
function kindOf(code: string): RefusalKind | undefined {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'too-slow';
  if (code === 'HPE_HEADER_OVERFLOW') return 'head-too-large';
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return 'body-too-large';
  return code.startsWith('HPE_') ? 'no-request' : undefined;
}

const STATUSES: { readonly [kind in RefusalKind]?: number } = {
  'too-slow': 408,
  'head-too-large': 431,
  'body-too-large': 413,
  'no-request': 400,
};
