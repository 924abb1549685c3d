import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

/** Why a client was turned away before any handler saw its request: a status, or no answer to a connection too many. */
export type Refused = 400 | 408 | 413 | 415 | 431 | 503 | 'dropped';

/** Answers what cannot be taken for a request, and what does not come in time, with a bare status; then the connection ends. */
export function refuseWhatIsNoRequest(server: Server, onRefused: (refused: Refused) => void): void {
  const answers = new WeakMap<Socket, ServerResponse>();
  server.on('request', ({ socket }: IncomingMessage, outgoing: ServerResponse) => answers.set(socket, outgoing));
  server.on('drop', () => onRefused('dropped'));
  server.on('clientError', ({ code = '' }: Error & { readonly code?: string }, socket: Socket) => {
    const status = statusOf(code);
    const answer = answers.get(socket);
    const isMidAnswer = answer?.headersSent === true && !answer.writableFinished;
    if (status === undefined || isMidAnswer || !socket.writable) {
      socket.destroy();
      return;
    }
    onRefused(status);
    const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;
    socket.end(head, () => socket.destroy());
  });
}

/** By the code of Node (https://nodejs.org/api/http.html#event-clienterror). Undefined: the client has gone, or there is no TLS with it. */
function statusOf(code: string): (Refused & number) | undefined {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408;
  if (code === 'HPE_HEADER_OVERFLOW') return 431;
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return 413;
  return code.startsWith('HPE_') ? 400 : undefined;
}
