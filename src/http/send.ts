import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import axios from 'axios';
import { parseRequest, parseResponse } from '../message/wire.ts';
import type { Exchange, HttpRequest } from '../model/exchange.ts';
import { agentFor } from './connections.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { endingOf } from './outcome.ts';
import { type Prepared, prepare } from './prepare.ts';
import { Recording } from './recording.ts';
import type { TlsSettings } from './tls.ts';

/** An exchange that has not yet been given its place in the run. */
export type Sent = Omit<Exchange, 'ref'>;

export interface SendOptions {
  /** For the whole exchange, from the look-up of the name to the last byte of the body. */
  readonly deadlineMs: number;
  /** Settings are compared by identity: the same object shares connections. */
  readonly tls?: TlsSettings;
  readonly limits?: Limits;
  readonly signal?: AbortSignal;
  /** RFC 3339 instant, UTC, millisecond precision. */
  readonly now: () => string;
}

/**
 * Sends the request as it stands and records what came of it, whatever that is: every status is a response, redirects
 * are not followed, nothing is retried, and a broken exchange is an `outcome`.
 *
 * @throws HarnessError for a request that HTTP forbids (see prepare): nothing has been sent.
 */
export async function send(request: HttpRequest, options: SendOptions): Promise<Sent> {
  const prepared = prepare(request);
  const startedAt = options.now();
  const recording = new Recording(options.limits ?? DEFAULT_LIMITS);
  const release = stopInTime(recording, options);
  const isComplete = await carry(prepared, recording, options);
  release();
  const timings = recording.finish();

  const { sent: requestWire, received: responseWire } = recording;
  const sent = parseRequest(requestWire, prepared.scheme);
  return {
    startedAt,
    timings,
    ...(recording.tls === undefined ? {} : { tls: recording.tls }),
    request: 'value' in sent ? sent.value : prepared.request,
    requestWire,
    ...(responseWire.length === 0 ? {} : { responseWire }),
    ...conclude(recording, isComplete, responseWire, request.method),
  };
}

/** What the bytes amount to. A message that Node took for complete must also be one to our own parser. */
function conclude(
  recording: Recording,
  isComplete: boolean,
  wire: Uint8Array,
  method: string,
): Pick<Sent, 'outcome' | 'problem' | 'response'> {
  const hasReceived = wire.length > 0;
  if (!isComplete) {
    return endingOf({ ...recording.state, code: recording.stopped ?? recording.fault ?? 'ECONNRESET', hasReceived });
  }
  const parsed = parseResponse(wire, method);
  return 'value' in parsed
    ? { outcome: 'response', response: parsed.value }
    : endingOf({ ...recording.state, code: parsed.problem.code, hasReceived });
}

function stopInTime(recording: Recording, { deadlineMs, signal }: SendOptions): () => void {
  const timer = setTimeout(() => recording.stop('DEADLINE'), deadlineMs);
  const interrupt = (): void => recording.stop('INTERRUPTED');
  if (signal?.aborted) interrupt();
  signal?.addEventListener('abort', interrupt);
  return () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', interrupt);
  };
}

/** axios with everything switched off by which it would change, follow, decode or judge a message. */
const client = axios.create({
  responseType: 'arraybuffer',
  decompress: false,
  maxRedirects: 0,
  proxy: false,
  validateStatus: () => true,
  transformRequest: [],
  transformResponse: [],
});

/** True when a whole response was read. */
async function carry(prepared: Prepared, recording: Recording, options: SendOptions): Promise<boolean> {
  const { request, scheme, host, port } = prepared;
  try {
    await client.request({
      url: `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}/`,
      method: request.method,
      data: request.body.length === 0 ? undefined : Buffer.from(request.body),
      transport: transportOf(prepared, recording, options),
    });
    return true;
  } catch {
    return false;
  }
}

/** axios asks for a request; it gets ours, with the target, headers and connection that we chose. */
function transportOf(prepared: Prepared, recording: Recording, { tls, limits = DEFAULT_LIMITS }: SendOptions) {
  return {
    request(_options: unknown, onResponse: (response: IncomingMessage) => void): ClientRequest {
      const open = prepared.scheme === 'https' ? requestHttps : requestHttp;
      const { request, host, port, target } = prepared;
      const outgoing = open(
        {
          host,
          port,
          path: target,
          method: request.method,
          headers: request.headers.flat(),
          agent: agentFor(prepared, tls),
          maxHeaderSize: limits.maxHeadBytes,
        },
        onResponse,
      );
      recording.follow(outgoing);
      return outgoing;
    },
  };
}
