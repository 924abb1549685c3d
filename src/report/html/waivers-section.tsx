import type { RunResult } from '../../model/result.ts';
import type { WaiverResult } from '../../model/waiver.ts';
import { NO_VERDICT_CHANGED, WAIVER_WORDS } from '../waiver-words.ts';
import { anchor } from './anchor.ts';
import { DataTable } from './data-table.tsx';
import { Text } from './text.tsx';

/** What was known to fall short, who answers for it, and what is done about it. Absent when nothing was waived. */
export function WaiversSection({ result: { waivers = [], cases } }: { readonly result: RunResult }) {
  if (waivers.length === 0) return null;
  const inRun = new Set(cases.map(({ id }) => id));
  return (
    <section aria-labelledby="waivers">
      <h2 id="waivers">Waivers and deviations</h2>
      <p>{NO_VERDICT_CHANGED}</p>
      <DataTable
        caption="What the supplier waived before the run"
        rows={waivers}
        columns={[
          { title: 'Waived', short: true, cell: (waiver) => <Subject waiver={waiver} inRun={inRun} /> },
          { title: 'In this run', cell: ({ state }) => WAIVER_WORDS[state] },
          { title: 'Reason', cell: ({ reason }) => <Text value={reason} /> },
          { title: 'Mitigation', cell: ({ mitigation }) => <Text value={mitigation} /> },
          { title: 'Owner', cell: ({ owner }) => <Text value={owner} /> },
          { title: 'Until', short: true, cell: ({ expires }) => expires },
        ]}
      />
    </section>
  );
}

/** A case of another selection has no place in the page. */
function Subject({
  waiver: { of, id },
  inRun,
}: {
  readonly waiver: WaiverResult;
  readonly inRun: ReadonlySet<string>;
}) {
  return of === 'case' && !inRun.has(id) ? <Text value={id} /> : <a href={`#${anchor(of, id)}`}>{id}</a>;
}
