import { counted, grouped } from '../../model/counted.ts';
import type { RunResult } from '../../model/result.ts';
import { duration, instant } from '../numbers.ts';
import type { ReportInput } from '../report-format.ts';
import { CleanUp } from './clean-up.tsx';
import { DataTable, FactList } from './data-table.tsx';
import { DigestText, Text } from './text.tsx';

interface RunSectionProps {
  readonly input: ReportInput;
  readonly resultsDigest: string;
}

/** What identifies the run, so that this page can be matched with its evidence. */
export function RunSection({ input: { result, plan, signer }, resultsDigest }: RunSectionProps) {
  const { engine, startedAt, finishedAt, redactions } = result;
  const restsOn = result.cases
    .flatMap(({ steps }) => steps)
    .flatMap(({ assertions }) => assertions)
    .filter((assertion) => assertion.restsOn.length > 0).length;
  return (
    <section aria-labelledby="run">
      <h2 id="run">The run</h2>
      <FactList
        facts={[
          ['Run', <Text value={result.runId} />],
          ['Started', instant(startedAt)],
          ['Finished', finishedAt === undefined ? 'not finished' : instant(finishedAt)],
          ['Digest of results.json (SHA-256)', <DigestText value={resultsDigest} />],
          ['Digest of the plan (SHA-256)', <DigestText value={result.planDigest} />],
          ['Harness', `${engine.name} ${engine.version}, Node.js ${engine.nodeMajor}`],
          ['Digest of the harness (SHA-256)', <DigestText value={engine.digest} />],
          ['Official definitions', packageWords(plan.packages)],
          ['Sealed by, as claimed', signerWords(signer)],
          ['Waited because the system asked for it', waitWords(result.heldBack)],
          ['Values replaced by stand-ins', grouped(redactions)],
          ['Assertions that rest on a replaced value', grouped(restsOn)],
        ]}
      />
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

const waitWords = ({ times, waitedMs }: RunResult['heldBack']): string =>
  times === 0 ? 'never' : `${duration(waitedMs)} in all, ${counted(times, 'request')} held back`;

function packageWords(packages: ReportInput['plan']['packages']) {
  if (packages.length === 0)
    return "none beside those of FHIR; Assay's own rules stood for the profiles of the interface";
  return (
    <ul>
      {packages.map(({ file, name, version, sha256 }) => (
        <li>
          <Text value={name === undefined ? file : [name, version].filter(Boolean).join(' ')} />{' '}
          <DigestText value={sha256} />
        </li>
      ))}
    </ul>
  );
}

function signerWords(signer: ReportInput['signer']) {
  if (signer === undefined) return 'not known when this page was made';
  return (
    <>
      <Text value={signer.subject} />
      {signer.selfSigned && ' (self-signed: nobody vouches for the name)'}, certificate{' '}
      <DigestText value={signer.fingerprint} />
    </>
  );
}
