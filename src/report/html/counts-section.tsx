import { counted, grouped } from '../../model/counted.ts';
import type { RunResult } from '../../model/result.ts';
import type { Role } from '../../model/system-under-test.ts';
import { VERDICTS, type VerdictCounts } from '../../model/verdict.ts';
import { EXCLUSION_WORDS } from '../words.ts';
import { DataTable, verdictColumns } from './data-table.tsx';
import { Code } from './text.tsx';
import { VerdictBar } from './verdict-bar.tsx';

const NEGATIVE: Readonly<Record<Role, string>> = {
  provider: 'Negative: must be refused',
  client: 'Negative: must be dealt with',
};

const planned = (counts: VerdictCounts): number => VERDICTS.reduce((sum, verdict) => sum + counts[verdict], 0);

/** Planned is passed plus failed plus errors plus skipped: nothing falls between. */
export function CountsSection({ result }: { readonly result: RunResult }) {
  const { all, positive, negative } = result.counts;
  const rows = [
    { name: 'Positive: must work', counts: positive },
    { name: NEGATIVE[result.sut.role], counts: negative },
    { name: 'All', counts: all },
  ];
  return (
    <section aria-labelledby="counts">
      <h2 id="counts">Cases</h2>
      <VerdictBar counts={all} />
      <DataTable
        caption="Planned cases and what became of them"
        rows={rows}
        columns={[
          { title: 'Cases', cell: ({ name }) => name },
          { title: 'Planned', numeric: true, cell: ({ counts }) => grouped(planned(counts)) },
          ...verdictColumns<(typeof rows)[number]>(({ counts }) => counts),
        ]}
      />
      <Exclusions result={result} />
    </section>
  );
}

function Exclusions({ result: { excluded } }: { readonly result: RunResult }) {
  if (excluded.length === 0) return <p>No case of these suites was left out.</p>;
  return (
    <details>
      <summary>{counted(excluded.length, 'case')} not planned for this run, and why</summary>
      <ul>
        {excluded.map(({ id, suite, reason }) => (
          <li>
            <Code value={id} /> of {suite}: {EXCLUSION_WORDS[reason]}
          </li>
        ))}
      </ul>
    </details>
  );
}
