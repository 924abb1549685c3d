import type { RunResult } from '../../model/result.ts';
import type { StageResult } from '../../model/stage.ts';
import { casesLacking } from '../stage-lacks.ts';
import { sentence } from '../words.ts';
import { CaseNames } from './case-names.tsx';
import { DataTable } from './data-table.tsx';
import { Text } from './text.tsx';

/** For each stage of the path to live, whether this run is the test evidence that it asks for, and what is missing. */
export function StagesSection({ result }: { readonly result: RunResult }) {
  if (result.stages.length === 0) return null;
  const reported = new Set(result.cases.map(({ id }) => id));
  return (
    <section aria-labelledby="stages">
      <h2 id="stages">What this run is complete for</h2>
      <DataTable
        caption="Stages of the path to live, and whether this run is all the test evidence that each asks for"
        rows={result.stages}
        columns={[
          { title: 'Stage', short: true, cell: ({ title }) => <Text value={title} /> },
          { title: 'Complete', cell: ({ complete }) => <strong>{complete ? 'Yes' : 'No'}</strong> },
          { title: 'Cases passed', short: true, cell: ({ passed, required }) => `${passed} of ${required}` },
          { title: 'Missing', cell: (stage) => <Missing stage={stage} reported={reported} /> },
        ]}
      />
    </section>
  );
}

/** Cases of other reports have no place here to lead to. */
function Missing({ stage, reported }: { readonly stage: StageResult; readonly reported: ReadonlySet<string> }) {
  if (stage.complete) return <span class="muted">nothing</span>;
  return (
    <ul class="options">
      {stage.missing.map((what) => (
        <li>
          <Text value={sentence(what)} />
        </li>
      ))}
      {casesLacking(stage).map(({ words, ids }) => (
        <li>
          <details>
            <summary>{words}</summary>
            <CaseNames ids={ids} reported={reported} />
          </details>
        </li>
      ))}
    </ul>
  );
}
