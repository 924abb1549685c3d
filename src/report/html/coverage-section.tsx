import { grouped } from '../../model/counted.ts';
import { REQUIREMENT_LEVELS } from '../../model/requirement.ts';
import type { RequirementResult, RunResult } from '../../model/result.ts';
import { countVerdicts, type Verdict } from '../../model/verdict.ts';
import { coverageOf, isNotForCases, isTested, isTestedBothWays } from '../requirement-coverage.ts';
import { DataTable, verdictColumns } from './data-table.tsx';
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
          caption="Requirements by level; each has the worst verdict of its cases"
          rows={rows}
          columns={[
            { title: 'Level', cell: ({ level }) => level },
            column('Listed', () => true),
            ...verdictColumns<(typeof rows)[number]>(({ requirements }) => countVerdicts(verdictsOf(requirements))),
            column('Not tested', (one) => !isTested(one) && !isNotForCases(one)),
            column('Stated or witnessed', isNotForCases),
            column('Tested both ways', isTestedBothWays),
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

const verdictsOf = (requirements: readonly RequirementResult[]): readonly Verdict[] =>
  requirements.flatMap(({ verdict }) => (verdict === undefined ? [] : [verdict]));
