import type { IncomingMessage } from 'node:http';
import { removeContentCodings } from '../message/content-coding.ts';
import type { DiagnosticCode } from '../model/diagnostic-code.ts';
import type { HeaderField, HttpRequest } from '../model/exchange.ts';
import type { Limits } from './limits.ts';
import type { Reply } from './reply.ts';

/** Says what to answer. */
export type Handler = (request: HttpRequest) => Reply | Promise<Reply>;

/** The handler's reply to a request that keeps to the limits, or our refusal of one that does not; undefined when the client left. */
export async function answer(
  incoming: IncomingMessage,
  scheme: 'http' | 'https',
  handler: Handler,
  limits: Limits,
): Promise<Reply | undefined> {
  const received = await readBody(incoming, limits.maxBodyBytes);
  if (received === 'gone') return undefined;
  if (received === 'too-large') return refusal(413, 'Content Too Large');

  const headers = pairs(incoming.rawHeaders);
  const body = removeContentCodings(received, headers);
  if ('problem' in body) return refusalOf(body.problem.code);
  const url = `${scheme}://${incoming.headers.host ?? ''}${incoming.url ?? ''}`;
  return handler({ method: incoming.method ?? '', url, headers, body: body.value });
}

/** A request that is refused, or that broke its handler, gets a bare response and the end of the connection. */
export const refusal = (status: number, reason: string): Reply => ({
  response: { status, reason, headers: [['Connection', 'close']], body: new Uint8Array() },
});

function refusalOf(code: DiagnosticCode): Reply {
  if (code === 'DECODED_TOO_LARGE') return refusal(413, 'Content Too Large');
  return code === 'MALFORMED_HTTP' ? refusal(400, 'Bad Request') : refusal(415, 'Unsupported Media Type');
}

/** What is too large is not read to its end. */
async function readBody(incoming: IncomingMessage, maxBytes: number): Promise<Buffer | 'too-large' | 'gone'> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) return 'too-large';
      chunks.push(chunk);
    }
  } catch {
    return 'gone';
  }
  return Buffer.concat(chunks);
}

/** Node gives header fields as one list: name, value, name, value. */
const pairs = (flat: readonly string[]): readonly HeaderField[] =>
  flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? ''] as const] : []));
