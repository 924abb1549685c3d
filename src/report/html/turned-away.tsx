import { grouped } from '../../model/counted.ts';
import { REFUSALS, type RefusedClient, refusedInWords } from '../../model/refusal.ts';
import type { RunResult } from '../../model/result.ts';
import { instant } from '../numbers.ts';
import { anchor } from './anchor.ts';
import { DataTable } from './data-table.tsx';
import { Text } from './text.tsx';

/** The clients of which no request was taken. They have no part in any verdict, but may be why something did not come. */
export function TurnedAway({ refused }: Pick<RunResult, 'refused'>) {
  if (refused.length === 0) return null;
  return (
    <details>
      <summary>{refusedInWords(refused)}</summary>
      <DataTable
        caption="Connections that were turned away before there was a request"
        rows={refused}
        columns={[
          { title: 'Why', cell: ({ kind }) => REFUSALS[kind] },
          { title: 'Times', numeric: true, cell: ({ times }) => grouped(times) },
          { title: 'In cases', cell: ({ cases }) => <CaseLinks ids={cases} /> },
          { title: 'The first of them', cell: ({ first }) => <First clients={first} /> },
        ]}
      />
    </details>
  );
}

function CaseLinks({ ids }: { readonly ids: readonly string[] }) {
  if (ids.length === 0) return <>none</>;
  return (
    <>
      {ids.map((id, place) => (
        <>
          {place > 0 && ', '}
          <a href={`#${anchor('case', id)}`}>{id}</a>
        </>
      ))}
    </>
  );
}

function First({ clients }: { readonly clients: readonly RefusedClient[] }) {
  return (
    <ul>
      {clients.map(({ at, about }) => (
        <li>
          {instant(at)}
          {about !== undefined && ': '}
          {about !== undefined && <Text value={about} />}
        </li>
      ))}
    </ul>
  );
}
