import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { setImmediate as nextTurn } from 'node:timers/promises';
import axios from 'axios';
import { parseRequest, parseResponse } from '../message/wire.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Exchange, HttpRequest } from '../model/exchange.ts';
import { HarnessError } from '../model/harness-error.ts';
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
  await noticeClosedConnections();
  const startedAt = options.now();
  const recording = new Recording(options.limits ?? DEFAULT_LIMITS);
  const release = stopInTime(recording, options);
  const broken = await Promise.race([recording.stopped, carry(prepared, recording, options)]);
  release();
  const timings = recording.finish();

  const { requestWire, responseWire, tls } = recording;
  return {
    startedAt,
    timings,
    ...(tls === undefined ? {} : { tls }),
    request: requestOnWire(prepared, requestWire),
    requestWire,
    ...(responseWire === undefined ? {} : { responseWire }),
    ...conclude(broken, recording, request.method),
  };
}

/**
 * A pooled connection that the peer has closed must not be taken for a usable one. That it was closed is only read when
 * the event loop next looks at its sockets, which it has done by the second turn from here.
 */
async function noticeClosedConnections(): Promise<void> {
  await nextTurn();
  await nextTurn();
}

/** What the server can have read. The bytes of a request that was cut short hold none. */
function requestOnWire({ scheme, request }: Prepared, wire: Uint8Array): HttpRequest {
  const parsed = parseRequest(wire, scheme);
  return 'value' in parsed ? parsed.value : request;
}

/** A message that Node took for a response must also be one to our own parser. */
function conclude(
  broken: string | undefined,
  { responseWire, progress }: Recording,
  method: string,
): Pick<Sent, 'outcome' | 'problem' | 'response'> {
  if (broken !== undefined) return endingOf(broken, progress, responseWire);
  const parsed = parseResponse(responseWire ?? new Uint8Array(), method);
  if ('value' in parsed) return { outcome: 'response', response: parsed.value };
  return endingOf(parsed.problem.code, progress, responseWire);
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

const NOT_OURS: Diagnostic = {
  code: 'INTERNAL',
  severity: 'error',
  message: 'The request could not be made, for a reason that lies in neither the network nor the server',
};

/** The code of what stopped the exchange; undefined when a whole response was read. */
async function carry(prepared: Prepared, recording: Recording, options: SendOptions): Promise<string | undefined> {
  const { request, scheme, host, port } = prepared;
  try {
    await client.request({
      url: `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}/`,
      method: request.method,
      data: request.body.length === 0 ? undefined : Buffer.from(request.body),
      transport: transportOf(prepared, recording, options),
    });
    return undefined;
  } catch (cause) {
    if (recording.fault === undefined) throw new HarnessError(NOT_OURS, cause);
    return recording.fault;
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
