import { isOfStep } from '../../model/exchange.ts';
import { duration } from '../numbers.ts';
import type { ReportInput } from '../report-format.ts';
import { interactionOf, type Latency, latencies } from '../timing.ts';
import { DataTable } from './data-table.tsx';
import { Spans } from './picture.tsx';
import { Code } from './text.tsx';

/** How long the answers took, by interaction. No case is judged by it unless it says so. */
export function LatencySection({ input }: { readonly input: ReportInput }) {
  const rows = latenciesOf(input);
  const slowest = Math.max(...rows.map(({ mostMs }) => mostMs));
  return (
    <section aria-labelledby="latency">
      <h2 id="latency">How long answers took</h2>
      {rows.length === 0 ? (
        <p>No exchange of a case ended with a response.</p>
      ) : (
        <DataTable
          caption="Time from the start of an exchange to the last byte of its response, by interaction; readings of state, tokens and what ended without a response are left out. The grey part is from the fastest to the slowest, the blue one from the median to the 95th percentile, on a logarithmic scale"
          rows={rows}
          columns={[
            { title: 'Interaction', cell: ({ interaction }) => <Code value={interaction} /> },
            { title: 'Exchanges', numeric: true, cell: ({ count }) => count },
            { title: 'Fastest', numeric: true, cell: ({ leastMs }) => duration(leastMs) },
            { title: 'Median', numeric: true, cell: ({ medianMs }) => duration(medianMs) },
            { title: '95 in 100 within', numeric: true, cell: ({ p95Ms }) => duration(p95Ms) },
            { title: 'Slowest', numeric: true, cell: ({ mostMs }) => duration(mostMs) },
            { title: 'Drawn', drawn: true, cell: (row) => <LatencySpans row={row} slowest={slowest} /> },
          ]}
        />
      )}
    </section>
  );
}

/** The scale begins here: what is faster is as good as at once. */
const FASTEST_DRAWN_MS = 0.1;

function LatencySpans({ row, slowest }: { readonly row: Latency; readonly slowest: number }) {
  const at = (ms: number) =>
    (100 * Math.log(Math.max(1, ms / FASTEST_DRAWN_MS))) / Math.log(Math.max(2, slowest / FASTEST_DRAWN_MS));
  const span = (fill: string, from: number, to: number) => ({
    fill,
    start: Math.min(99, at(from)),
    width: Math.max(1, at(to) - at(from)),
  });
  return (
    <Spans
      words={`${row.interaction}: ${duration(row.leastMs)} to ${duration(row.mostMs)}, median ${duration(row.medianMs)}`}
      spans={[span('range', row.leastMs, row.mostMs), span('middle', row.medianMs, row.p95Ms)]}
    />
  );
}

function latenciesOf({ result, plan }: ReportInput): readonly Latency[] {
  const planned = new Map(plan.cases.map(({ id, steps }) => [id, steps]));
  const own = result.cases.flatMap((one) => one.steps.flatMap(({ exchanges }) => exchanges)).filter(isOfStep);
  return latencies(own, ({ ref, method }) => interactionOf(planned.get(ref.case ?? '') ?? [], ref.step) ?? method);
}
