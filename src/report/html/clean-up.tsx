import type { CleanedUp, RunResult } from '../../model/result.ts';
import { CLEAN_UP_WORDS, cleanUpLine } from '../cleaned-up.ts';
import { anchor } from './anchor.ts';
import { DataTable } from './data-table.tsx';
import { Text } from './text.tsx';

/** What the cases made at the system under test and what became of it. It has no part in any verdict. */
export function CleanUp({ result }: { readonly result: RunResult }) {
  const line = cleanUpLine(result);
  if (line === undefined) return null;
  return (
    <details>
      <summary>Cleaned up: {line}</summary>
      <DataTable
        caption="What the cases made at the system under test"
        rows={result.cleanedUp}
        columns={[
          { title: 'Made', cell: ({ resource }) => <Text value={resource ?? 'not known'} /> },
          { title: 'Case', short: true, cell: ({ case: id }) => <a href={`#${anchor('case', id)}`}>{id}</a> },
          { title: 'By exchange', short: true, cell: ({ madeBy }) => madeBy },
          { title: 'What became of it', cell: (one) => <Outcome one={one} /> },
        ]}
      />
    </details>
  );
}

function Outcome({ one: { state, reason, title } }: { readonly one: CleanedUp }) {
  return (
    <>
      {CLEAN_UP_WORDS[state]}
      <span class="muted">
        {' '}
        <Text value={reason ?? title} />
      </span>
    </>
  );
}
