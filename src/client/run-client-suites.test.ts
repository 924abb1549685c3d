import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { carriedOut, type Outcomes, outcomesOf, withCases } from '../../fixtures/run/carried-out.ts';
import { plannedOf, sound } from '../../fixtures/run/planned.ts';
import { meeting } from '../cli/client-under-test.ts';
import { serveProvider } from '../cli/reference-provider.ts';
import { createValidator } from '../fhir/validator.ts';
import { makeTestPki } from '../http/test-pki.ts';
import type { JsonValue } from '../model/json.ts';
import type { RunPlan } from '../model/plan.ts';
import type { Io } from '../run/io.ts';
import { type DriveRequest, Reception } from '../run/reception.ts';
import { loadApi } from '../suite/load-api.ts';
import { loadSimulator } from '../suite/load-simulator.ts';
import { readApiFiles } from '../suite/read-api-files.ts';
import { ACTIONS } from './actions.ts';
import { correctDecisions } from './correct.ts';
import { withClientDefects } from './defects.ts';
import { valuesWith } from './values.ts';

const { files } = await readApiFiles('.', 'uec-booking');
const LOADED = sound(loadApi(files, 'suites/uec-booking'));
const { definition } = loadSimulator(files, 'suites/uec-booking/provider.simulator.yaml');
if (definition === undefined) throw new Error('The simulator does not load');
const PROVIDER = definition;
const VALIDATOR = createValidator(LOADED.api.fhirVersion, LOADED.definitions);
const booking = JSON.parse(await readFile('fixtures/uec-booking/booking-request.json', 'utf8')) as JsonValue;

/** Our client has no user who could answer, and prints what one would be shown. */
const planFor = (baseUrl: string): RunPlan =>
  plannedOf(LOADED, { role: 'client', baseUrl }, { unattended: true, prints: true });
export const CLIENT_CASES: RunPlan['cases'] = planFor('https://localhost').cases;

const PKI = await makeTestPki(new Date());
const CLIENT_TLS = { ca: PKI.root, cert: PKI.clients.own.cert, key: PKI.clients.own.key };

/** As the command has it. */
const EXITS = { done: 0, refused: 1, unanswered: 2 } as const;

/** Pauses are as long as this part of what they would be. */
const HASTE = 20;

/** Lets the reference client, with these defects, go through cases against the reference provider: over TLS, in this process. */
export async function runClientSuites(
  defects: readonly string[],
  wanted: readonly string[] = CLIENT_CASES.map(({ id }) => id),
): Promise<Outcomes> {
  const reception = new Reception();
  const now = () => new Date();
  const served = { port: 0, defects: [], validator: VALIDATOR, pki: PKI, reception, now };
  const listener = await serveProvider(PROVIDER, served);
  const decisions = withClientDefects(correctDecisions(booking), defects);
  const drive = async ({ do: name, with: given, baseUrl, signal }: DriveRequest) => {
    let log = '';
    const outcome = await ACTIONS[name]?.carryOut({
      decisions,
      baseUrl,
      values: valuesWith(given),
      world: {
        now,
        ids: randomUUID,
        sleep: (ms) => pause(ms / HASTE, undefined, { signal }).catch(() => undefined),
        log: (line) => {
          log += `${line}\n`;
        },
        deadlineMs: 10_000,
        tls: CLIENT_TLS,
        signal,
      },
    });
    const exitCode = outcome === undefined ? 2 : EXITS[outcome.ended];
    return { way: 'command', output: outcome?.tells ?? '', log, exitCode } as const;
  };
  const meet = listener.meet && meeting(PKI, listener.meet);
  try {
    const { events } = await carriedOut(withCases(planFor(listener.url), wanted), IO, {
      validator: VALIDATOR,
      client: { reception, drive, ...(meet && { meet }) },
    });
    return outcomesOf(events);
  } finally {
    await listener.close();
  }
}

const sleep = async (forMs: number, signal: AbortSignal): Promise<void> => {
  await pause(forMs / HASTE, undefined, { signal }).catch(() => undefined);
};

const never = (): never => {
  throw new Error('A client is never called');
};

const STORED = { file: '', sha256: '', wireSizeBytes: 0, form: 'wire' } as const;

const IO: Io = {
  send: never,
  preflight: never,
  record: (exchange) => {
    const { ref, outcome, startedAt, timings, request } = exchange;
    const { method, url } = request;
    return {
      redacted: exchange,
      record: { ref, outcome, startedAt, timings, method, url, request: STORED, redactions: [] },
    };
  },
  redact: (value) => value,
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  sleep,
  signal: new AbortController().signal,
};
