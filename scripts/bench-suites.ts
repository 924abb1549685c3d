// The whole UEC provider suite, in fresh processes on dist, against a fresh reference provider over HTTP in the process of this
// benchmark: one that answers at once, and one that answers 100 ms late. Medians of three.
//
//   npm run bench:suites      (builds first)
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openSuites } from '../src/cli/open-suites.ts';
import { requireProvider } from '../src/cli/reference-provider.ts';
import { createValidator } from '../src/fhir/validator.ts';
import { listen } from '../src/http/listen.ts';
import type { RunResult } from '../src/model/result.ts';
import { createSimulator, type Simulator } from '../src/simulate/simulator.ts';

const ROUNDS = 3;
const LATENCY_MS = 100;
const SUITES = 'suites/uec-booking';

/** Writes the resident memory to standard error when the process exits. */
const REPORT_MEMORY = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => process.stderr.write('ASSAY_RSS_MB=' + process.memoryUsage.rss() / 1048576))",
)}`;

interface Measured {
  readonly suitesMs: number;
  readonly rssMb: number;
  readonly result: RunResult;
}

const evidence = mkdtempSync(join(tmpdir(), 'assay-bench-suites-'));

async function measured(workers: number, ...more: readonly string[]): Promise<Measured> {
  const folder = mkdtempSync(join(evidence, 'run-'));
  const { out, err } = await output('run', SUITES, '--json', '--workers', `${workers}`, '--evidence', folder, ...more);
  const { folder: place } = JSON.parse(out) as { readonly folder: string };
  const lines = readFileSync(join(place, 'journal.jsonl'), 'utf8').trim().split('\n');
  const at = (line: string | undefined): number => Date.parse((JSON.parse(line ?? '{}') as { at: string }).at);
  return {
    suitesMs: at(lines.at(-1)) - at(lines[0]),
    rssMb: Number(/ASSAY_RSS_MB=([\d.]+)/.exec(err)?.[1] ?? Number.NaN),
    result: JSON.parse(readFileSync(join(place, 'results.json'), 'utf8')) as RunResult,
  };
}

function output(...args: readonly string[]): Promise<{ readonly out: string; readonly err: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', REPORT_MEMORY, 'dist/cli/main.js', ...args]);
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk;
    });
    child.on('close', (code) =>
      code === 0 ? resolve({ out, err }) : reject(new Error(`${args.join(' ')} ended with ${code}: ${err}`)),
    );
  });
}

async function rounds(measure: () => Promise<Measured>): Promise<Measured> {
  const all: Measured[] = [];
  for (let round = 0; round < ROUNDS; round += 1) all.push(await measure());
  const median = [...all].sort((a, b) => a.suitesMs - b.suitesMs)[Math.floor(ROUNDS / 2)];
  if (median === undefined) throw new Error('Nothing was measured');
  return median;
}

/** What the time could not be less than: every worker always waiting, or the longest case. */
function idealMs({ cases }: RunResult, workers: number): number {
  const exchanges = cases.map(({ steps }) => steps.reduce((sum, step) => sum + step.exchanges.length, 0));
  const total = exchanges.reduce((sum, count) => sum + count, 0);
  return LATENCY_MS * Math.max(total / workers, ...exchanges);
}

const { loaded, files } = await openSuites(SUITES, process.cwd());
if (loaded === undefined) throw new Error('The suites do not load');
const { api, definitions } = loaded;

/** A run against a provider of its own. What it books stays: the provider ends with the run. */
async function against(latencyMs: number, workers: number): Promise<Measured> {
  let simulator: Simulator | undefined;
  const provider = await listen(
    async (request) => {
      if (latencyMs > 0) await delay(latencyMs);
      if (simulator === undefined) throw new Error('A request came before the provider was ready');
      return simulator.handle(request);
    },
    { port: 0 },
  );
  simulator = createSimulator(requireProvider(files, SUITES), {
    baseUrl: provider.url,
    defects: [],
    validator: createValidator(api.fhirVersion, definitions),
    now: () => new Date(),
    ids: randomUUID,
  });
  try {
    return await measured(workers, '--target', provider.url, '--allow-skips', '--keep');
  } finally {
    await provider.close();
  }
}

try {
  const near = await rounds(() => against(0, 2));
  const far = await rounds(() => against(LATENCY_MS, 8));
  const ideal = idealMs(far.result, 8);
  const { positive, negative } = near.result.counts;
  const passed = near.result.counts.all.pass;
  const requirements = near.result.requirements.filter(({ verdict }) => verdict !== undefined).length;
  console.table([
    {
      figure: 'cases',
      value: near.result.cases.length,
      of: `${sum(positive)} positive, ${sum(negative)} negative, ${passed} passed`,
    },
    { figure: 'requirements with a case', value: requirements, of: near.result.requirements.length },
    { figure: 'suites, loopback, 2 workers', value: `${near.suitesMs} ms`, of: '< 5000 ms' },
    { figure: '  resident memory', value: `${near.rssMb.toFixed(0)} MB`, of: '' },
    {
      figure: `suites, ${LATENCY_MS} ms later, 8 workers`,
      value: `${far.suitesMs} ms`,
      of: `ideal ${ideal.toFixed(0)} ms`,
    },
    { figure: '  of the ideal', value: `${(far.suitesMs / ideal).toFixed(2)} x`, of: '< 1.3 x' },
    { figure: '  resident memory', value: `${far.rssMb.toFixed(0)} MB`, of: '' },
  ]);
} finally {
  rmSync(evidence, { recursive: true, force: true });
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
