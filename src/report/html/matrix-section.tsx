import { grouped } from '../../model/counted.ts';
import type { CaseResult, RequirementResult, RunResult } from '../../model/result.ts';
import { decidingExchange } from '../deciding-exchange.ts';
import { besideVerdict, requirementVerdict } from '../requirement-coverage.ts';
import { waiversOn } from '../waiver-words.ts';
import { evidenceWords } from '../words.ts';
import { anchor } from './anchor.ts';
import { DataTable } from './data-table.tsx';
import { Text } from './text.tsx';
import { CaseLink, VerdictTag } from './verdict-tag.tsx';

/** Requirement, cases of both polarities, the exchanges that decided them, verdict: from the published text to the bytes. */
export function MatrixSection({ result }: { readonly result: RunResult }) {
  const cases = new Map(result.cases.map((one) => [one.id, one]));
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
            {
              title: 'Cases and the exchanges that decided them',
              cell: (row) => <Cases requirement={row} cases={cases} />,
            },
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

interface CasesProps {
  readonly requirement: RequirementResult;
  readonly cases: ReadonlyMap<string, CaseResult>;
}

/** The cases of both polarities, those that did not pass first; more passed ones than a few are there to be opened. */
function Cases({ requirement: { id, positive, negative }, cases }: CasesProps) {
  const polarities = [
    ['Positive', positive],
    ['Negative', negative],
  ] as const;
  return (
    <>
      {polarities.map(([title, ids]) => {
        const all = ids.flatMap((one) => cases.get(one) ?? []);
        const missed = all.filter(({ verdict }) => verdict !== 'pass');
        const passed = all.filter(({ verdict }) => verdict === 'pass');
        const folded = passed.length > SHOWN_PASSED;
        return (
          <div class="polarity">
            <span>{title}</span>
            <div>
              {all.length === 0 && <span class="muted">none</span>}
              <CaseLinks cases={folded ? missed : [...missed, ...passed]} requirement={id} />
              {folded && (
                <details>
                  <summary>{grouped(passed.length)} passed</summary>
                  <CaseLinks cases={passed} requirement={id} />
                </details>
              )}
            </div>
          </div>
        );
      })}
    </>
  );
}

const SHOWN_PASSED = 4;

interface CaseLinksProps {
  readonly cases: readonly CaseResult[];
  readonly requirement: string;
}

/** Each case, and beside it the exchange that decided what it says of the requirement. */
function CaseLinks({ cases, requirement }: CaseLinksProps) {
  if (cases.length === 0) return null;
  return (
    <ul class="case-links">
      {cases.map((one) => {
        const exchange = decidingExchange(one, requirement);
        return (
          <li>
            <CaseLink id={one.id} href={`#${anchor('case', one.id)}`} verdict={one.verdict} />
            {exchange !== undefined && (
              <a class="alone" href={`#${anchor('exchange', exchange.ref.id)}`}>
                {exchange.ref.id}
              </a>
            )}
          </li>
        );
      })}
    </ul>
  );
}
