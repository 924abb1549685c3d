import { grouped } from '../../model/counted.ts';
import { REQUIREMENT_LEVELS } from '../../model/requirement.ts';
import type { RequirementResult, RunResult } from '../../model/result.ts';
import { countVerdicts, type Verdict } from '../../model/verdict.ts';
import {
  coverageOf,
  isNotForCases,
  isTested,
  isTestedBothWays,
  REQUIREMENT_VERDICTS,
} from '../requirement-coverage.ts';
import { VERDICT_COLUMNS } from '../words.ts';
import { DataTable, verdictColumns } from './data-table.tsx';
import { Spans, stacked } from './picture.tsx';
import { RequirementLinks } from './requirement-links.tsx';

/** How many requirements of each level were tested, and with which verdict. */
export function CoverageSection({ result: { requirements } }: { readonly result: RunResult }) {
  const rows = REQUIREMENT_LEVELS.map((level) => ({
    level,
    requirements: requirements.filter((one) => one.level === level),
  })).filter((row) => row.requirements.length > 0);
  const column = (title: string, belongs: (requirement: RequirementResult) => boolean) => ({
    title,
    numeric: true,
    cell: (row: (typeof rows)[number]) => grouped(row.requirements.filter(belongs).length),
  });
  const { untested } = coverageOf(requirements);
  return (
    <section aria-labelledby="coverage">
      <h2 id="coverage">Requirements covered</h2>
      {rows.length === 0 ? (
        <p>No requirements are listed for this interface and role.</p>
      ) : (
        <DataTable
          caption={`Requirements by level. ${REQUIREMENT_VERDICTS}`}
          rows={rows}
          columns={[
            { title: 'Level', short: true, cell: ({ level }) => level },
            column('Listed', () => true),
            ...verdictColumns<(typeof rows)[number]>(({ requirements }) => countVerdicts(verdictsOf(requirements))),
            column('Not tested', (one) => !isTested(one) && !isNotForCases(one)),
            column('Stated or witnessed', isNotForCases),
            column('Tested both ways', isTestedBothWays),
            { title: 'Drawn', drawn: true, cell: ({ requirements }) => <LevelSpans requirements={requirements} /> },
          ]}
        />
      )}
      {untested.length > 0 && (
        <p>
          Must be met, and verified by no case of this run: <RequirementLinks ids={untested} />.
        </p>
      )}
      <p>
        <a href="#matrix">Each requirement with its cases</a>
      </p>
    </section>
  );
}

/** Verdicts of those that were tested; then those that should have been; then those that cases cannot show. */
function LevelSpans({ requirements }: { readonly requirements: readonly RequirementResult[] }) {
  const counts = countVerdicts(verdictsOf(requirements));
  const others = requirements.filter((one) => !isTested(one));
  const parts = [
    ...VERDICT_COLUMNS.map(([verdict, title]) => ({ fill: verdict, title, count: counts[verdict] })),
    { fill: 'none', title: 'Not tested', count: others.filter((one) => !isNotForCases(one)).length },
    { fill: 'range', title: 'Stated or witnessed', count: others.filter(isNotForCases).length },
  ].filter(({ count }) => count > 0);
  return (
    <Spans words={parts.map(({ title, count }) => `${title} ${grouped(count)}`).join(', ')} spans={stacked(parts)} />
  );
}

const verdictsOf = (requirements: readonly RequirementResult[]): readonly Verdict[] =>
  requirements.flatMap(({ verdict }) => (verdict === undefined ? [] : [verdict]));
