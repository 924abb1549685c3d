import type { RequirementResult, RunResult } from '../../model/result.ts';
import type { Verdict } from '../../model/verdict.ts';
import { besideVerdict, requirementVerdict } from '../requirement-coverage.ts';
import { waiversOn } from '../waiver-words.ts';
import { evidenceWords } from '../words.ts';
import { anchor } from './anchor.ts';
import { DataTable } from './data-table.tsx';
import { Text } from './text.tsx';
import { CaseLink, VerdictTag } from './verdict-tag.tsx';

/** Requirement, cases of both polarities, verdict: from the published text to the bytes in three steps. */
export function MatrixSection({ result }: { readonly result: RunResult }) {
  const verdicts = new Map(result.cases.map(({ id, verdict }) => [id, verdict]));
  return (
    <section class="new-page" aria-labelledby="matrix">
      <h2 id="matrix">Requirements and their cases</h2>
      {result.requirements.length > 0 && (
        <DataTable
          caption="Each requirement with the cases that verify it"
          rows={result.requirements}
          rowId={({ id }) => anchor('requirement', id)}
          columns={[
            { title: 'Id', short: true, cell: ({ id }) => id },
            { title: 'Level', short: true, cell: ({ level }) => level },
            { title: 'Requirement', cell: RequirementText },
            { title: 'Evidence', short: true, cell: evidenceWords },
            { title: 'Positive cases', cell: ({ positive }) => <CaseLinks ids={positive} verdicts={verdicts} /> },
            { title: 'Negative cases', cell: ({ negative }) => <CaseLinks ids={negative} verdicts={verdicts} /> },
            {
              title: 'Verdict',
              cell: (requirement) => <RequirementVerdict requirement={requirement} result={result} />,
            },
          ]}
        />
      )}
    </section>
  );
}

/** What is asked, and what others call it. */
function RequirementText({ text, alias }: RequirementResult) {
  return (
    <>
      <Text value={text} />
      {alias !== undefined && (
        <div class="muted alias">
          <Text value={alias} />
        </div>
      )}
    </>
  );
}

interface RequirementVerdictProps {
  readonly requirement: RequirementResult;
  readonly result: RunResult;
}

/** The verdict, and beside it that somebody waived what failed. */
function RequirementVerdict({ requirement, result }: RequirementVerdictProps) {
  const { id, positive, negative } = requirement;
  const isWaived = waiversOn(result, id, [...positive, ...negative]).length > 0;
  return (
    <>
      {verdictTag(requirement)}
      {besideVerdict(requirement).map((words) => (
        <div class="muted">
          <a href="#not-checked">
            <Text value={words} />
          </a>
        </div>
      ))}
      {isWaived && (
        <>
          {' '}
          <a href="#waivers">waived</a>
        </>
      )}
    </>
  );
}

function verdictTag(requirement: RequirementResult) {
  const { verdict, notShown } = requirement;
  if (verdict !== undefined && notShown === undefined) return <VerdictTag verdict={verdict} />;
  return <span class="tag none">{requirementVerdict(requirement)}</span>;
}

interface CaseLinksProps {
  readonly ids: readonly string[];
  readonly verdicts: ReadonlyMap<string, Verdict>;
}

function CaseLinks({ ids, verdicts }: CaseLinksProps) {
  if (ids.length === 0) return <span class="muted">none</span>;
  return (
    <span class="case-links">
      {ids.map((id) => (
        <CaseLink id={id} href={`#${anchor('case', id)}`} verdict={verdicts.get(id) ?? 'error'} />
      ))}
    </span>
  );
}
