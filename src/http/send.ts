import { setImmediate as nextTurn } from 'node:timers/promises';
import { parseRequest, parseResponse } from '../message/wire.ts';
import type { Exchange, HttpRequest } from '../model/exchange.ts';
import { carry } from './carry.ts';
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
  const broken = await inTime(recording, options, carry(prepared, recording, options));
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

/** The exchange, or the reason for which we ended it before its end. */
async function inTime(
  recording: Recording,
  { deadlineMs, signal }: SendOptions,
  carried: Promise<string | undefined>,
): Promise<string | undefined> {
  const interrupt = (): void => recording.stop('INTERRUPTED');
  const timer = setTimeout(() => recording.stop('DEADLINE'), deadlineMs);
  signal?.addEventListener('abort', interrupt);
  if (signal?.aborted) interrupt();
  try {
    return await Promise.race([recording.stopped, carried]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', interrupt);
  }
}
