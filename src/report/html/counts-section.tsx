import { counted, grouped } from '../../model/counted.ts';
import type { RunResult } from '../../model/result.ts';
import { type CaseCounts, caseCounts } from '../case-counts.ts';
import { mustWords } from '../requirement-coverage.ts';
import { EXCLUSION_WORDS } from '../words.ts';
import { DataTable, verdictColumns } from './data-table.tsx';
import { Code } from './text.tsx';
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
