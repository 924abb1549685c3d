// The HTML report of a run of 1,000 cases (the sample run, over and over): how long it takes to render, in a fresh process on dist, and how large it is.
//
//   npm run bench:report      (builds first)
import { htmlReport } from '../src/report/html/html.tsx';
import { sampleCases } from './golden/sample-cases.ts';
import { sampleResult } from './golden/sample-result.ts';

const ROUNDS = 3;
const CASES = 1_000;

const input = sampleResult(Math.ceil(CASES / sampleCases().length));
let size = 0;

/** By the clock, and in time of processors: on a machine that does other things the first is theirs too, and the second counts the collector's own threads. */
function rendered(): { readonly clockMs: number; readonly processorMs: number } {
  const start = performance.now();
  const before = process.cpuUsage();
  size = htmlReport.render(input).length;
  const { user, system } = process.cpuUsage(before);
  return { clockMs: performance.now() - start, processorMs: (user + system) / 1_000 };
}

const [first, ...more] = Array.from({ length: ROUNDS }, rendered);
if (first === undefined) throw new Error('Nothing was rendered');
const firstMs = Math.min(first.clockMs, first.processorMs);
const words = ({ clockMs, processorMs }: typeof first) =>
  `${clockMs.toFixed(0)} ms, ${processorMs.toFixed(0)} ms of processors`;
console.table([
  { figure: 'cases', value: input.result.cases.length, of: '' },
  { figure: 'rendered for the first time', value: words(first), of: '< 2000 ms' },
  ...more.map((again) => ({ figure: 'rendered again', value: words(again), of: '' })),
  { figure: 'size', value: `${(size / 1_000_000).toFixed(1)} MB`, of: '< 15 MB' },
]);
if (firstMs >= 2_000 || size >= 15_000_000) process.exitCode = 1;
