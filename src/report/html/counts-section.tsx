import { counted, grouped } from '../../model/counted.ts';
import type { RunResult } from '../../model/result.ts';
import { type CaseCounts, caseCounts } from '../case-counts.ts';
import { exclusionsOf } from '../exclusions.ts';
import { mustWords } from '../requirement-coverage.ts';
import { DataTable, verdictColumns } from './data-table.tsx';
import { Text } from './text.tsx';
import { VerdictBar } from './verdict-bar.tsx';

export function CountsSection({ result }: { readonly result: RunResult }) {
  const must = mustWords(result.requirements);
  return (
    <section aria-labelledby="counts">
      <h2 id="counts">Cases</h2>
      <VerdictBar counts={result.counts.all} />
      <DataTable
        caption="Planned cases and what became of them"
        rows={caseCounts(result)}
        columns={[
          { title: 'Cases', cell: ({ name }) => name },
          { title: 'Planned', numeric: true, cell: ({ planned }) => grouped(planned) },
          ...verdictColumns<CaseCounts>(({ counts }) => counts),
        ]}
      />
      {must !== undefined && (
        <p>
          <a href="#coverage">{must}</a>.
        </p>
      )}
      <Exclusions result={result} />
    </section>
  );
}

function Exclusions({ result: { excluded } }: { readonly result: RunResult }) {
  if (excluded.length === 0) return <p>No case of these suites was left out.</p>;
  const groups = exclusionsOf(excluded);
  return (
    <>
      <p>{counted(excluded.length, 'case')} not planned for this run:</p>
      <ul>
        {groups.map(({ why, count }) => (
          <li>
            {counted(count, 'case')}: {why}
          </li>
        ))}
      </ul>
      <details>
        <summary>Ids of the cases that were not planned</summary>
        {groups.map(({ why, suites }) => (
          <>
            <p>Why: {why}</p>
            <ul>
              {suites.map(({ suite, ids }) => (
                <li>
                  <Text value={suite} />: <Text value={ids.join(', ')} />
                </li>
              ))}
            </ul>
          </>
        ))}
      </details>
    </>
  );
}
