import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fieldValues } from '../message/wire-head.ts';
import type { HeaderField, HttpResponse } from '../model/exchange.ts';

/** What a handler answers: the response as it is to stand on the wire, and what is to go wrong on the way. */
export interface Reply {
  /** Header fields go out in their order and spelling; Content-Length and Date are added when missing. */
  readonly response: HttpResponse;
  readonly fault?: Fault;
}

/** What is to go wrong with a reply. */
export interface Fault {
  /** Silence before anything is sent. */
  readonly delayMs?: number;
  /** Close the connection instead of the reply, or in the middle of its body. */
  readonly dropConnection?: 'before-headers' | 'mid-body';
  /** The body comes in small pieces over this time. */
  readonly slowBodyMs?: number;
}

const SLOW_PIECES = 20;

/** Writes the response to the wire with its fault. Ends quietly when the client has gone or the signal says to stop. */
export async function reply(
  outgoing: ServerResponse,
  { response, fault = {} }: Reply,
  signal: AbortSignal,
): Promise<void> {
  const pause = (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined);
  if (fault.delayMs !== undefined) await pause(fault.delayMs);
  if (fault.dropConnection === 'before-headers') {
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(response.status, response.reason, completeHeaders(response).flat());
  if (fault.dropConnection === 'mid-body') {
    dropMidBody(outgoing, response.body);
    return;
  }
  const { slowBodyMs } = fault;
  if (slowBodyMs !== undefined) await drip(outgoing, response.body, () => pause(slowBodyMs / SLOW_PIECES));
  outgoing.end(slowBodyMs === undefined ? response.body : undefined);
}

/** The head and the first half of the body reach the client; the connection closes before the rest. */
function dropMidBody(outgoing: ServerResponse, body: Uint8Array): void {
  outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => outgoing.destroy());
}

async function drip(outgoing: ServerResponse, body: Uint8Array, pause: () => Promise<void>): Promise<void> {
  const size = Math.max(1, Math.ceil(body.length / SLOW_PIECES));
  for (let at = 0; at < body.length && !outgoing.destroyed; at += size) {
    await pause();
    outgoing.write(body.subarray(at, at + size));
  }
}

function completeHeaders({ status, headers, body }: HttpResponse): readonly HeaderField[] {
  const isFramed = ['content-length', 'transfer-encoding'].some((name) => fieldValues(headers, name).length > 0);
  const hasContent = status !== 204 && status !== 304;
  return isFramed || !hasContent ? headers : [...headers, ['Content-Length', String(body.length)]];
}
