import { carriedOut, type Outcomes, outcomesOf } from '../../fixtures/run/carried-out.ts';
import { plannedOf, sound } from '../../fixtures/run/planned.ts';
import type { Sent } from '../http/send.ts';
import { asReceived, removeContentCodings } from '../message/content-coding.ts';
import { patched } from '../message/patch.ts';
import type { HttpRequest } from '../model/exchange.ts';
import type { JsonValue } from '../model/json.ts';
import type { RunPlan } from '../model/plan.ts';
import type { Change, SimulatorDefinition, SimulatorRules } from '../model/simulator.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Io } from '../run/io.ts';
import { loadApi } from '../suite/load-api.ts';
import { readApiFiles } from '../suite/read-api-files.ts';
import { createSimulator, type Simulator } from './simulator.ts';
import { BASE_URL, DEFINITION, VALIDATOR } from './test-provider.test.ts';

/** Slots of two days are enough for one run, and quicker to index. */
const fewer = patched(DEFINITION.rules as unknown as JsonValue, [{ replace: '/store/series/0/to', value: '50h' }]);
export const WITH_FEWER_SLOTS: SimulatorDefinition = { ...DEFINITION, rules: fewer as unknown as SimulatorRules };

const DEFECTS = Object.entries(DEFINITION.defects);
export const DEFECTS_OF_REQUESTS = DEFECTS.filter(([, { patch }]) => !patch.every(isOfTransport));
/** Only connections show these: src/cli/over-tls.test.ts. */
export const DEFECTS_OF_CONNECTIONS = DEFECTS.filter(
  ([, { patch, preflight }]) => patch.every(isOfTransport) && !preflight,
);
/** And these let nobody come to a case. */
export const DEFECTS_OF_PREFLIGHTS = DEFECTS.filter(([, { preflight }]) => preflight);

function isOfTransport(change: Change): boolean {
  const at = 'add' in change ? change.add : 'replace' in change ? change.replace : change.remove;
  return at.startsWith('/transport/');
}

/** The cases with an outcome, in the order of the plan. */
export const casesWith = ({ verdicts }: Outcomes, wanted: Verdict): readonly string[] =>
  PLAN.cases.map(({ id }) => id).filter((id) => verdicts.get(id) === wanted);

const DEADLINE_MS = 10_000;

const { files } = await readApiFiles('.', 'uec-booking');
export const PLAN: RunPlan = plannedOf(
  sound(loadApi(files, 'suites/uec-booking')),
  { role: 'provider', baseUrl: BASE_URL },
  { simulator: true },
);
/** Without a network there is no TLS. */
export const CASES_OF_CONNECTIONS: readonly string[] = PLAN.excluded
  .filter(({ reason }) => reason === 'plain-http')
  .map(({ id }) => id);

/** Runs the provider suites against the simulator without a network; a late or dropped reply is what a socket would make of it. */
export async function runInMemory(
  definition: SimulatorDefinition,
  defects: readonly string[],
  cases: RunPlan['cases'] = PLAN.cases,
): Promise<Outcomes> {
  let next = 0;
  const ids = () => {
    next += 1;
    return `id-${next}`;
  };
  const options = { baseUrl: BASE_URL, defects, validator: VALIDATOR, now: () => new Date(), ids };
  const simulator = createSimulator(definition, options);
  const { events } = await carriedOut({ ...PLAN, cases }, ioOf(simulator), {
    validator: VALIDATOR,
    deadlineMs: DEADLINE_MS,
  });
  return outcomesOf(events);
}

function ioOf(simulator: Simulator): Io {
  const send = async (request: HttpRequest, { at }: { readonly at: Date }) => sentBy(simulator, request, at);
  return {
    send,
    preflight: async () => ({
      sent: sentBy(
        simulator,
        { method: 'GET', url: `${BASE_URL}/metadata`, headers: [], body: new Uint8Array() },
        new Date(),
      ),
      problems: [],
    }),
    record: (exchange) => ({
      redacted: exchange,
      record: {
        ...exchange,
        method: exchange.request.method,
        url: exchange.request.url,
        request: { file: '', sha256: '', wireSizeBytes: 0, form: 'wire' },
        response: { file: '', sha256: '', wireSizeBytes: 0, form: 'wire' },
        redactions: [],
      },
    }),
    redact: (value) => value,
    now: () => new Date(),
    monotonicMs: () => performance.now(),
    sleep: async () => {},
    signal: new AbortController().signal,
  };
}

function sentBy(simulator: Simulator, sent: HttpRequest, at: Date): Sent {
  const request = asReceived(sent);
  const { response, fault } = simulator.handle(request);
  const recorded = { startedAt: at.toISOString(), timings: { totalMs: 0 }, request, requestWire: new Uint8Array() };
  if (fault?.ending !== undefined) return { ...recorded, outcome: 'reset', problem: 'ECONNRESET' };
  if ((fault?.delayMs ?? 0) >= DEADLINE_MS) return { ...recorded, outcome: 'deadline', problem: 'DEADLINE' };
  const decoded = removeContentCodings(response.body, response.headers);
  if ('problem' in decoded) return { ...recorded, outcome: 'malformed', problem: decoded.problem.code };
  return { ...recorded, outcome: 'response', response: { ...response, body: decoded.value } };
}
