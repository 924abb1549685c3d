import { counted, grouped } from '../../model/counted.ts';
import type { RunResult } from '../../model/result.ts';
import { type NotChecked, notCheckedOf } from '../not-checked.ts';
import { anchor } from './anchor.ts';
import { DataTable } from './data-table.tsx';
import { Text, WebLink } from './text.tsx';

/** Cases that are named for one reason; results.json has them all. */
const SHOWN_CASES = 20;

/** Every rule that applied and could not be evaluated, with the reason: none of them counts as passed. */
export function NotCheckedSection({ result }: { readonly result: RunResult }) {
  const reasons = notCheckedOf(result);
  return (
    <section aria-labelledby="not-checked">
      <h2 id="not-checked">What was not checked</h2>
      {reasons.length === 0 ? (
        <p>Every rule that applied to a message was evaluated.</p>
      ) : (
        <>
          <p>
            {counted(result.notChecked, 'time')} a published rule applied to a message and could not be evaluated. None
            of these counts as passed.
          </p>
          <details>
            <summary>{counted(reasons.length, 'reason')}</summary>
            <DataTable
              caption="Rules that were not evaluated"
              rows={reasons}
              columns={[
                { title: 'Reason', cell: (reason) => <Reason reason={reason} /> },
                { title: 'Times', numeric: true, cell: ({ times }) => grouped(times) },
                { title: 'Cases', cell: ({ cases }) => <Cases ids={cases} /> },
              ]}
            />
          </details>
        </>
      )}
    </section>
  );
}

function Reason({ reason: { code, message, hint, rule } }: { readonly reason: NotChecked }) {
  return (
    <>
      <Text value={message} /> <code>{code}</code>
      {hint !== undefined && (
        <span class="muted">
          {' '}
          <Text value={`${hint}.`} />
        </span>
      )}
      {rule !== undefined && (
        <span class="muted">
          {' '}
          Rule:{' '}
          <WebLink url={rule}>
            <Text value={rule} />
          </WebLink>
        </span>
      )}
    </>
  );
}

function Cases({ ids }: { readonly ids: readonly string[] }) {
  const more = ids.length - SHOWN_CASES;
  return (
    <>
      {ids.slice(0, SHOWN_CASES).map((id, place) => (
        <>
          {place > 0 && ', '}
          <a href={`#${anchor('case', id)}`}>{id}</a>
        </>
      ))}
      {more > 0 && ` and ${grouped(more)} more`}
    </>
  );
}
