import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { SendOptions, Sent } from '../http/send.ts';
import { asReceived } from '../message/content-coding.ts';
import type { HeaderField, HttpRequest, HttpResponse } from '../model/exchange.ts';

/** Sends over TLS to whoever is there: nobody looks at the certificate. No byte of it is kept. */
export async function sendTrustingAnybody(request: HttpRequest, options: SendOptions): Promise<Sent> {
  const { tls, signal, deadlineMs, now } = options;
  const exchange = { startedAt: now(), timings: { totalMs: 0 }, request, requestWire: new Uint8Array() };
  const outgoing = requestHttps(request.url, {
    method: request.method,
    headers: Object.fromEntries(request.headers),
    ...(tls?.cert !== undefined && { cert: tls.cert }),
    ...(tls?.key !== undefined && { key: tls.key }),
    rejectUnauthorized: false,
    signal: AbortSignal.any([AbortSignal.timeout(deadlineMs), ...(signal ? [signal] : [])]),
  });
  try {
    outgoing.end(request.body);
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
    return { ...exchange, outcome: 'response', response: await responseOf(incoming) };
  } catch {
    return { ...exchange, outcome: 'reset' };
  }
}

async function responseOf(incoming: IncomingMessage): Promise<HttpResponse> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const { statusCode: status = 0, statusMessage: reason = '', headers } = incoming;
  const fields = Object.entries(headers).map(([name, value]): HeaderField => [name, String(value)]);
  return asReceived({ status, reason, headers: fields, body: Buffer.concat(chunks) });
}
