import { grouped } from '../../model/counted.ts';
import type { RequirementResult, RunResult } from '../../model/result.ts';
import { REQUIREMENT_LEVELS } from '../../model/suite.ts';
import { countVerdicts, type Verdict } from '../../model/verdict.ts';
import { DataTable, verdictColumns } from './data-table.tsx';

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
            column('Not tested', ({ verdict }) => verdict === undefined),
            column('Tested both ways', ({ positive, negative }) => positive.length > 0 && negative.length > 0),
          ]}
        />
      )}
      <p>
        <a href="#matrix">Each requirement with its cases</a>
      </p>
    </section>
  );
}

const verdictsOf = (requirements: readonly RequirementResult[]): readonly Verdict[] =>
  requirements.flatMap(({ verdict }) => (verdict === undefined ? [] : [verdict]));
