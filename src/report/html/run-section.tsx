import { counted } from '../../model/counted.ts';
import type { ReportInput } from '../report-format.ts';
import { type RunFact, runFacts } from '../run-facts.ts';
import { CleanUp } from './clean-up.tsx';
import { DataTable, FactList } from './data-table.tsx';
import { DigestText, Text } from './text.tsx';
import { TurnedAway } from './turned-away.tsx';

interface RunSectionProps {
  readonly input: ReportInput;
  readonly resultsDigest: string;
}

/** What identifies the run, so that this page can be matched with its evidence. */
export function RunSection({ input, resultsDigest }: RunSectionProps) {
  const { result, plan } = input;
  return (
    <section aria-labelledby="run">
      <h2 id="run">The run</h2>
      <FactList facts={runFacts(input, resultsDigest).map(({ name, lines }) => [name, <FactLines lines={lines} />])} />
      <TurnedAway refused={result.refused} />
      <CleanUp result={result} />
      <details>
        <summary>The plan was made from {counted(plan.inputs.length, 'file')}</summary>
        <DataTable
          caption="Suites and other inputs of the plan"
          rows={plan.inputs}
          columns={[
            { title: 'File', cell: ({ path }) => <Text value={path} /> },
            { title: 'SHA-256', cell: ({ sha256 }) => <DigestText value={sha256} /> },
          ]}
        />
      </details>
    </section>
  );
}

function FactLines({ lines }: Pick<RunFact, 'lines'>) {
  const shown = lines.map((parts) =>
    parts.map((part) => ('digest' in part ? <DigestText value={part.digest} /> : <Text value={part.text} />)),
  );
  if (shown.length === 1) return <>{shown[0]}</>;
  return (
    <ul>
      {shown.map((line) => (
        <li>{line}</li>
      ))}
    </ul>
  );
}
