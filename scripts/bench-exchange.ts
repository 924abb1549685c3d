// What sending, recording, judging and journalling add to one exchange over a bare axios loop that sends the same request to
// the same provider, in one process, the two in turn. Prints {addedMs, validationMs} as JSON; used by scripts/bench.ts.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios from 'axios';
import { createEvidenceFolder } from '../src/cli/evidence-folder.ts';
import { liveIo } from '../src/cli/live-io.ts';
import { prepareRun } from '../src/cli/prepare-run.ts';
import { readResource } from '../src/fhir/bytes/document.ts';
import { createValidator } from '../src/fhir/validator.ts';
import { PLAIN_TRANSPORT, type Transport } from '../src/http/transport.ts';
import { createJournal } from '../src/journal/journal.ts';
import type { Diagnostic } from '../src/model/diagnostic.ts';
import type { RunPlan } from '../src/model/plan.ts';
import { OWN_CERTIFICATE } from '../src/model/tls.ts';
import { Redactor } from '../src/redact/redactor.ts';
import { runPlan } from '../src/run/run-plan.ts';

const ROUNDS = 5;
const CASES = 200;
const DEADLINE_MS = 10_000;

const folder = mkdtempSync(join(tmpdir(), 'assay-bench-exchange-'));
const context = {
  terminal: { out: () => {}, err: () => {}, live: false, columns: 80 },
  stdin: () => process.stdin,
  attended: false,
  env: {},
  cwd: process.cwd(),
  now: () => new Date(),
  nodeVersion: process.version,
  platform: process.platform,
  signal: new AbortController().signal,
};

interface Provider {
  readonly plan: RunPlan;
  readonly transport: Transport;
}

/** One case many times, without the assertion that validates: validation is measured apart. */
function repeated(plan: RunPlan): RunPlan {
  const [one] = plan.cases;
  if (one === undefined) throw new Error('There is no case to repeat');
  const steps = one.steps.map((step) => ({ ...step, expect: step.expect.filter(({ kind }) => kind !== 'resource') }));
  return { ...plan, cases: Array.from({ length: CASES }, (_, index) => ({ ...one, id: `C-${index}`, index, steps })) };
}

async function byRunner({ plan, transport }: Provider, round: number): Promise<number> {
  const evidence = createEvidenceFolder(folder, `run-${round}`);
  const redactor = new Redactor({ declared: plan.values, secret: randomBytes(32) });
  const journal = createJournal(join(evidence.path, 'journal.jsonl'), context.now);
  const io = liveIo({ plan, folder: evidence, redactor, transport, deadlineMs: DEADLINE_MS, context });
  const host = { node: process.version, platform: process.platform };
  const start = performance.now();
  await runPlan(plan, io, {
    values: plan.values,
    runId: `bench-${round}`,
    planDigest: '0'.repeat(64),
    host,
    validator: createValidator(plan.api.fhirVersion),
    workers: 1,
    deadlineMs: DEADLINE_MS,
    emit: async (event) => void journal.append(event),
  });
  const tookMs = performance.now() - start;
  await journal.close();
  return tookMs / CASES;
}

async function byAxios({
  plan,
  transport,
}: Provider): Promise<{ readonly perExchangeMs: number; readonly body: Uint8Array }> {
  const httpsAgent = new Agent({
    keepAlive: true,
    ca: transport.offer.ca,
    ...transport.identities[OWN_CERTIFICATE]?.settings,
  });
  const options = { httpsAgent, responseType: 'arraybuffer', headers: { Accept: 'application/fhir+json' } } as const;
  let body: Uint8Array = new Uint8Array();
  const start = performance.now();
  for (let n = 0; n < CASES; n += 1) body = (await axios.get<Buffer>(`${plan.sut.baseUrl}/metadata`, options)).data;
  const perExchangeMs = (performance.now() - start) / CASES;
  httpsAgent.destroy();
  return { perExchangeMs, body };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const request = {
  suites: 'suites/uec-booking',
  role: 'provider',
  identity: {},
  settings: {
    packages: [],
    values: {},
    secrets: new Map(),
    transport: PLAIN_TRANSPORT,
    placed: (finding: Diagnostic) => finding,
  },
  filter: ['CP-02'],
  tags: [],
  defects: [],
} as const;
const { prepared } = await prepareRun(request, context);
if (prepared === undefined) throw new Error('The suites cannot be planned');
try {
  const plan = repeated(prepared.plan);
  const provider: Provider = { plan, transport: prepared.transport };
  const { body } = await byAxios(provider);
  await byRunner(provider, 0);
  const added: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const ours = await byRunner(provider, round);
    added.push(ours - (await byAxios(provider)).perExchangeMs);
  }
  const { document } = readResource(body, 'json', plan.api.fhirVersion);
  if (document === undefined) throw new Error('The provider gave no resource');
  const validator = createValidator(plan.api.fhirVersion);
  const validations = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    for (let n = 0; n < CASES; n += 1) validator.validate(document.resource);
    return (performance.now() - start) / CASES;
  });
  process.stdout.write(`${JSON.stringify({ addedMs: median(added), validationMs: median(validations) })}\n`);
} finally {
  await prepared.close();
  rmSync(folder, { recursive: true, force: true });
}
