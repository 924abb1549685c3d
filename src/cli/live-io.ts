import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { preflight, reach } from '../http/preflight.ts';
import { send } from '../http/send.ts';
import type { TlsSettings } from '../http/tls.ts';
import { connecting, type Transport } from '../http/transport.ts';
import { sha256 } from '../model/digest.ts';
import type { Exchange, StoredMessage } from '../model/exchange.ts';
import type { RunPlan } from '../model/plan.ts';
import type { Connection } from '../model/suite.ts';
import { addressOf } from '../model/via.ts';
import type { Redactor, StoredBytes } from '../redact/redactor.ts';
import type { Io, Recorded } from '../run/io.ts';
import type { Context } from './context.ts';
import type { EvidenceFolder } from './evidence-folder.ts';

export interface Wiring {
  readonly plan: RunPlan;
  readonly folder: EvidenceFolder;
  readonly redactor: Redactor;
  readonly transport: Transport;
  readonly deadlineMs: number;
  readonly context: Context;
}

/** A run's hands: the network, the evidence folder and the clock of this machine. */
export function liveIo({ plan, folder, redactor, transport, deadlineMs, context }: Wiring): Io {
  const { now, signal } = context;
  const toSystem = connecting(transport);
  const look = plan.api.fhirVersion === undefined ? reach : preflight;
  const address = addressOf(plan.sut);
  // The server name is that of the system under test; a token endpoint has its own.
  const { serverName: _, ...offer } = transport.offer;
  const elsewhere = connecting({ ...transport, offer });
  const tlsFor = (url: string, connection?: Connection): TlsSettings =>
    isSameOrigin(url, address) ? toSystem(connection) : elsewhere();
  return {
    send: (request, { deadlineMs, connection, at, signal: own = signal }) =>
      send(request, { deadlineMs, tls: tlsFor(request.url, connection), signal: own, now: () => at.toISOString() }),
    preflight: (headers) =>
      look(address, headers, { deadlineMs, tls: toSystem(), signal, now: () => now().toISOString() }),
    record: (exchange) => record(exchange, folder, redactor),
    redact: (value) => redactor.redactValue(value),
    now,
    monotonicMs: () => performance.now(),
    sleep,
    signal,
  };
}

/** Being called off is no failure of waiting. */
const sleep = (forMs: number, signal: AbortSignal): Promise<void> =>
  delay(forMs, undefined, { signal }).catch(() => {});

/** What is no URL is for sending to refuse. */
const isSameOrigin = (url: string, other: string): boolean =>
  !URL.canParse(url) || new URL(url).origin === new URL(other).origin;

function record(exchange: Exchange, folder: EvidenceFolder, redactor: Redactor): Recorded {
  const { request, response, redactions, redacted } = redactor.redactExchange(exchange);
  const { ref, outcome, problem, startedAt, timings, tls } = exchange;
  const storedRequest = store(`exchanges/${ref.id}.req.http`, request, exchange.requestWire.length, folder);
  const storedResponse =
    response && store(`exchanges/${ref.id}.res.http`, response, exchange.responseWire?.length ?? 0, folder);
  return {
    redacted,
    record: {
      ref,
      outcome,
      ...(problem === undefined ? {} : { problem: redactor.redactValue(problem) }),
      startedAt,
      timings,
      ...(tls === undefined ? {} : { tls }),
      method: redacted.request.method,
      url: redacted.request.url,
      ...(exchange.response === undefined ? {} : { status: exchange.response.status }),
      request: storedRequest,
      ...(storedResponse === undefined ? {} : { response: storedResponse }),
      redactions,
    },
  };
}

function store(
  file: string,
  { bytes, form }: StoredBytes,
  wireSizeBytes: number,
  folder: EvidenceFolder,
): StoredMessage {
  folder.write(file, bytes);
  return { file, sha256: sha256(bytes), wireSizeBytes, form };
}
