import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fieldValues } from '../message/wire-head.ts';
import type { HeaderField, HttpResponse } from '../model/exchange.ts';
import { reset } from './reset.ts';

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
  /** Nothing is ever sent. The connection stays until the client leaves, or the server closes. */
  readonly isSilent?: boolean;
  /** How far the reply gets. The connection ends there: closed in good order, or reset (RFC 9293 section 3.10.7). */
  readonly ending?: { readonly at: 'before-headers' | 'after-headers' | 'mid-body'; readonly by: 'close' | 'reset' };
  /** The body comes in small pieces over this time. */
  readonly slowBodyMs?: number;
  /** By how much Content-Length is wrong: too large, or too small when negative. */
  readonly lengthErrorBytes?: number;
}

const SLOW_PIECES = 20;
/** A client that meets a reset together with what came before it may take it for a close. */
const APART_MS = 50;

/**
 * Writes the response to the wire with its fault. Ends quietly when the client has gone or the signal says to stop. A client that is still
 * sending its request is heard out for a while: were the connection closed, it would be reset, and the response with it (RFC 9112 section 9.6).
 */
export async function reply(
  outgoing: ServerResponse,
  { response, fault = {} }: Reply,
  { signal, lingerMs }: { readonly signal: AbortSignal; readonly lingerMs: number },
): Promise<void> {
  const { delayMs, isSilent = false, ending, slowBodyMs, lengthErrorBytes = 0 } = fault;
  const pause = (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined);
  if (isSilent) return;
  if (delayMs !== undefined) await pause(delayMs);
  const writeHead = () =>
    outgoing.writeHead(response.status, response.reason, completeHeaders(response, lengthErrorBytes).flat());
  if (ending === undefined) {
    writeHead();
    if (slowBodyMs !== undefined) await drip(outgoing, response.body, () => pause(slowBodyMs / SLOW_PIECES));
    const rest = slowBodyMs === undefined ? response.body : NONE;
    if (outgoing.req.complete) outgoing.end(rest);
    else await endHearingOut(outgoing, rest, pause(lingerMs));
    return;
  }
  if (ending.at !== 'before-headers') {
    writeHead();
    await sendPart(outgoing, ending.at === 'mid-body' ? half(response.body) : NONE);
  }
  if (ending.by === 'close') outgoing.destroy();
  else await pause(APART_MS).then(() => reset(outgoing.socket));
}

const NONE = new Uint8Array();
const half = (body: Uint8Array): Uint8Array => body.subarray(0, Math.floor(body.length / 2));

/** Everything of the response goes out, but the connection ends with the request only, or when the time is over. */
async function endHearingOut(outgoing: ServerResponse, rest: Uint8Array, over: Promise<unknown>): Promise<void> {
  outgoing.flushHeaders();
  outgoing.write(rest);
  await Promise.race([over, once(outgoing.req.resume(), 'close').catch(() => undefined)]);
  outgoing.end();
}

/** Settles when the head and this part of the body have been handed to the network. */
async function sendPart(outgoing: ServerResponse, part: Uint8Array): Promise<void> {
  outgoing.flushHeaders();
  await new Promise<void>((sent) => outgoing.socket?.write(part, () => sent()) ?? sent());
}

async function drip(outgoing: ServerResponse, body: Uint8Array, pause: () => Promise<void>): Promise<void> {
  const size = Math.max(1, Math.ceil(body.length / SLOW_PIECES));
  for (let at = 0; at < body.length && !outgoing.destroyed; at += size) {
    await pause();
    outgoing.write(body.subarray(at, at + size));
  }
}

function completeHeaders({ status, headers, body }: HttpResponse, lengthErrorBytes: number): readonly HeaderField[] {
  const isFramed = ['content-length', 'transfer-encoding'].some((name) => fieldValues(headers, name).length > 0);
  const hasContent = status !== 204 && status !== 304;
  return isFramed || !hasContent ? headers : [...headers, ['Content-Length', String(body.length + lengthErrorBytes)]];
}
