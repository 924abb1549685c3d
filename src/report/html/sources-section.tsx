import type { Answer, CitedOption } from '../../model/citation.ts';
import { counted } from '../../model/counted.ts';
import type { RunPlan } from '../../model/plan.ts';
import type { RunResult } from '../../model/result.ts';
import { followsWords, SOURCES_WORDS, sourceName, sourceTitle } from '../sources.ts';
import { FOLLOWS_WORDS } from '../words.ts';
import { CaseNames } from './case-names.tsx';
import { DataTable } from './data-table.tsx';
import { Text, Value, WebLink } from './text.tsx';

interface SourcesProps {
  readonly plan: RunPlan;
  readonly result: RunResult;
}

/** Where the published sources ask for different things: which of them the system under test follows. */
export function SourcesSection({ plan, result }: SourcesProps) {
  const { disagreements: found, sources } = result;
  return (
    <section aria-labelledby="sources">
      <h2 id="sources">Where the sources disagree</h2>
      {found.length === 0 ? (
        <p>{SOURCES_WORDS.none}</p>
      ) : (
        <>
          <p>{SOURCES_WORDS.some}</p>
          <DataTable
            caption="How often each source was followed where another one asks for something else"
            rows={sources}
            columns={[
              { title: 'Source', cell: ({ source }) => <SourceName plan={plan} id={source} /> },
              { title: 'Followed', numeric: true, cell: ({ followed }) => followed },
              { title: 'Out of', numeric: true, cell: ({ asked }) => asked },
              { title: 'Over the whole run', cell: ({ follows }) => FOLLOWS_WORDS[follows] },
            ]}
          />
          <DataTable
            caption="What was asked for and what the system did, wherever it came up"
            rows={found}
            columns={[
              { title: 'Asked for', cell: ({ options }) => <Options options={options} plan={plan} /> },
              { title: 'Done', cell: ({ answers }) => <Answers answers={answers} plan={plan} /> },
              {
                title: 'Consistent',
                short: true,
                cell: ({ answers }) => (answers.length > 1 ? <strong>No</strong> : 'Yes'),
              },
            ]}
          />
        </>
      )}
    </section>
  );
}

/** What was done, which sources ask for it, and in which cases it was done. */
function Answers({ answers, plan }: { readonly answers: readonly Answer[]; readonly plan: RunPlan }) {
  return (
    <ul class="options">
      {answers.map(({ actual, follows, cases }) => (
        <li>
          <Value value={actual} />,{' '}
          {follows.length === 0 ? <em>{followsWords(plan, follows)}</em> : followsWords(plan, follows)}
          <details>
            <summary>{counted(cases.length, 'case')}</summary>
            <CaseNames ids={cases} />
          </details>
        </li>
      ))}
    </ul>
  );
}

/** Each accepted answer with the sources that ask for it. */
export function Options({ options, plan }: { readonly options: readonly CitedOption[]; readonly plan: RunPlan }) {
  return (
    <ul class="options">
      {options.map(({ asks, sources }) => (
        <li>
          <code>
            <Text value={asks} />
          </code>{' '}
          by {sources.map((id) => sourceTitle(plan, id)).join(', ')}
        </li>
      ))}
    </ul>
  );
}

function SourceName({ plan, id }: { readonly plan: RunPlan; readonly id: string }) {
  const { name, url } = sourceName(plan, id);
  const text = <Text value={name} />;
  return url === undefined ? text : <WebLink url={url}>{text}</WebLink>;
}
