import { renderToStaticMarkup } from 'preact-render-to-string';
import { counted, grouped } from '../../model/counted.ts';
import type { PlannedCase } from '../../model/plan.ts';
import type { CaseResult } from '../../model/result.ts';
import { countVerdicts, type VerdictCounts } from '../../model/verdict.ts';
import { bodyLimits } from '../exchange/body-limit.ts';
import { causesOf } from '../missed.ts';
import type { ReportInput } from '../report-format.ts';
import { type SharedSteps, sharedSteps } from '../shared-steps.ts';
import { anchor } from './anchor.ts';
import { CaseDetails } from './case-details.tsx';
import { DataTable, verdictColumns } from './data-table.tsx';
import { SharedStepList } from './shared-steps.tsx';
import { Text } from './text.tsx';
import { VerdictSpans } from './verdict-bar.tsx';

interface Suite {
  readonly name: string;
  readonly cases: readonly CaseResult[];
}

/** More open cases than these would bury the others, and keep a browser busy. */
const MOST_OPEN = 25;

/** Every case in plan order, by suite, behind an index of the suites. */
export function CasesSection({ input }: { readonly input: ReportInput }) {
  const suites = suitesOf(input.result.cases);
  const limitOf = bodyLimits(input.result.cases);
  const shared = sharedSteps(input);
  const planned = new Map(input.plan.cases.map((one) => [one.id, one]));
  const missed = input.result.cases.filter(({ verdict }) => verdict === 'fail' || verdict === 'error');
  const examples = causesOf(missed).map(({ cases: [first] }) => first);
  const open = new Set(examples.slice(0, MOST_OPEN));
  return (
    <>
      <section class="new-page" aria-labelledby="suites">
        <h2 id="suites">Suites</h2>
        <SuiteIndex suites={suites} />
      </section>
      <section aria-labelledby="cases">
        <h2 id="cases">Cases in full</h2>
        <p class="muted">
          Open a case to see what was sent, what was expected and what came back. One case of each cause of failure is
          open
          {examples.length > MOST_OPEN && `, for the first ${MOST_OPEN} causes`}.
        </p>
        <SharedStepList shared={shared} input={input} />
        {suites.map((suite) => (
          <SuiteCases suite={suite} planned={planned} limitOf={limitOf} open={open} shared={shared} input={input} />
        ))}
      </section>
    </>
  );
}

function suitesOf(cases: readonly CaseResult[]): readonly Suite[] {
  const suites = new Map<string, CaseResult[]>();
  for (const one of cases) {
    const known = suites.get(one.suite);
    if (known) known.push(one);
    else suites.set(one.suite, [one]);
  }
  return [...suites].map(([name, cases]) => ({ name, cases }));
}

function SuiteIndex({ suites }: { readonly suites: readonly Suite[] }) {
  if (suites.length === 0) return <p>No suite was run.</p>;
  const largest = Math.max(...suites.map(({ cases }) => cases.length));
  return (
    <DataTable
      caption="Suites of this run and the verdicts of their cases"
      rows={suites.map(({ name, cases }) => ({
        name,
        counts: countVerdicts(cases.map(({ verdict }) => verdict)),
        cases,
      }))}
      columns={[
        { title: 'Suite', cell: ({ name }) => <a href={`#${anchor('suite', name)}`}>{name}</a> },
        { title: 'Cases', numeric: true, cell: ({ cases }) => grouped(cases.length) },
        ...verdictColumns<{ readonly counts: VerdictCounts }>(({ counts }) => counts),
        {
          title: 'Verdicts drawn, by number of cases',
          drawn: true,
          cell: ({ cases, counts }) => <VerdictSpans counts={counts} length={(cases.length / largest) * 100} />,
        },
      ]}
    />
  );
}

interface SuiteCasesProps {
  readonly suite: Suite;
  readonly planned: ReadonlyMap<string, PlannedCase>;
  readonly limitOf: ReturnType<typeof bodyLimits>;
  readonly open: ReadonlySet<CaseResult>;
  readonly shared: SharedSteps;
  readonly input: ReportInput;
}

/**
 * Each case is rendered apart, to bytes, so that what it was made of can be forgotten before the next: as one tree, 1,000 cases take twice
 * the time, and a text that was put together keeps its thousands of pieces.
 */
function SuiteCases({ suite, planned, limitOf, open, shared, input }: SuiteCasesProps) {
  const cases = suite.cases.map((result) =>
    Buffer.from(
      renderToStaticMarkup(
        <CaseDetails
          result={result}
          planned={planned.get(result.id)}
          shownBytes={limitOf(result)}
          open={open.has(result)}
          shared={shared}
          input={input}
        />,
      ),
    ),
  );
  return (
    <div class="suite">
      <h3 id={anchor('suite', suite.name)}>
        <Text value={suite.name} /> <span class="muted">({counted(suite.cases.length, 'case')})</span>
      </h3>
      <div dangerouslySetInnerHTML={{ __html: Buffer.concat(cases).toString() }} />
    </div>
  );
}
