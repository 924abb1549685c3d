// The figures of a whole run, medians of five, each with its target.
//
//   npm run bench      (builds first: every figure is taken on dist, in fresh processes)
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROUNDS = 5;
const MAIN = 'dist/cli/main.js';

interface Ran {
  readonly wallMs: number;
  readonly rssMb: number;
  readonly out: string;
}

/** Runs a program to its end. Its peak memory is what Node reports of the process as it exits. */
function ran(command: string, args: readonly string[]): Ran {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  const wallMs = performance.now() - start;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`);
  return { wallMs, rssMb: Number(/ASSAY_RSS_MB=([\d.]+)/.exec(stderr)?.[1] ?? Number.NaN), out: stdout };
}

/** Writes the resident memory to standard error when the process exits. */
const REPORT_MEMORY = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => process.stderr.write('ASSAY_RSS_MB=' + process.memoryUsage.rss() / 1048576))",
)}`;

const assay = (...args: readonly string[]): Ran => ran(process.execPath, ['--import', REPORT_MEMORY, MAIN, ...args]);

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const rounds = <Value>(measure: () => Value): readonly Value[] => Array.from({ length: ROUNDS }, measure);

const evidence = mkdtempSync(join(tmpdir(), 'assay-bench-'));

/** From the first to the last line of the journal. */
function suitesMs(): { readonly run: Ran; readonly suitesMs: number } {
  const folder = mkdtempSync(join(evidence, 'run-'));
  const run = assay('run', '--json', '--evidence', folder);
  const { folder: place } = JSON.parse(run.out) as { readonly folder: string };
  const lines = readFileSync(join(place, 'journal.jsonl'), 'utf8').trim().split('\n');
  const at = (line: string | undefined): number => Date.parse((JSON.parse(line ?? '{}') as { at: string }).at);
  return { run, suitesMs: at(lines.at(-1)) - at(lines[0]) };
}

try {
  const start = rounds(() => ran('npm', ['start', '-s', '--', '--evidence', mkdtempSync(join(evidence, 'start-'))]));
  const runs = rounds(suitesMs);
  const exchange = JSON.parse(
    ran(process.execPath, ['--import=tsx', '--import=./scripts/on-dist.mjs', 'scripts/bench-exchange.ts']).out,
  ) as {
    readonly addedMs: number;
    readonly validationMs: number;
  };
  const row = (figure: string, value: number, unit: string, target: number | undefined) => ({
    figure,
    value: `${value.toFixed(value < 10 ? 2 : 0)} ${unit}`,
    target: target === undefined ? '' : `< ${target} ${unit}`,
    met: target === undefined ? '' : value < target ? 'yes' : 'NO',
  });
  console.table([
    row('npm start, whole', median(start.map(({ wallMs }) => wallMs)), 'ms', 10_000),
    row('  of which running the suites', median(runs.map((one) => one.suitesMs)), 'ms', 2000),
    row('added to one exchange over bare axios', exchange.addedMs, 'ms', 1),
    row('  validating one response (not in the above)', exchange.validationMs, 'ms', undefined),
    row('assay lint of all suites', median(rounds(() => assay('lint').wallMs)), 'ms', 300),
    row('assay --version', median(rounds(() => assay('--version').wallMs)), 'ms', 120),
    row('resident memory at the end of a run', median(runs.map(({ run }) => run.rssMb)), 'MB', 200),
  ]);
} finally {
  rmSync(evidence, { recursive: true, force: true });
}
