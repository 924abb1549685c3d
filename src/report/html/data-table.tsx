// biome-ignore-all lint/a11y/noRedundantRoles: on a narrow screen the table is laid out as cards, which takes its implicit roles away
import type { ComponentChildren } from 'preact';
import { grouped } from '../../model/counted.ts';
import type { VerdictCounts } from '../../model/verdict.ts';
import { VERDICT_COLUMNS } from '../words.ts';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ComponentChildren;
  readonly numeric?: boolean;
  /** Words that are never broken. */
  readonly short?: boolean;
  /** Holds a picture of what the cells beside it say. */
  readonly drawn?: boolean;
}

/** A column for the number of each verdict. */
export function verdictColumns<Row>(countsOf: (row: Row) => VerdictCounts): readonly Column<Row>[] {
  return VERDICT_COLUMNS.map(([verdict, title]) => ({
    title,
    numeric: true,
    cell: (row) => grouped(countsOf(row)[verdict]),
  }));
}

interface DataTableProps<Row> {
  readonly caption: string;
  readonly rows: readonly Row[];
  /** The first column heads its row. */
  readonly columns: readonly [Column<Row>, ...Column<Row>[]];
  readonly rowId?: (row: Row) => string;
}

/** A table that becomes a list of cards on a narrow screen, where each cell repeats its heading, for the eye alone. */
export function DataTable<Row>({ caption, rows, columns, rowId }: DataTableProps<Row>) {
  const [head, ...others] = columns;
  return (
    <table role="table">
      <caption>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th role="columnheader" scope="col" class={cellClass(column)}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr role="row" id={rowId?.(row)}>
            <th role="rowheader" scope="row" class={cellClass(head)}>
              {head.cell(row)}
            </th>
            {others.map((column) => (
              <td role="cell" class={cellClass(column)}>
                <span class="cell-title" aria-hidden="true">
                  {column.title}
                </span>
                <span class="cell-value">{column.cell(row)}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function cellClass(column: Pick<Column<never>, 'numeric' | 'short' | 'drawn'>) {
  return (['numeric', 'short', 'drawn'] as const).find((name) => column[name]);
}

/** Names and values, one pair a row. */
export function FactList({
  facts,
}: {
  readonly facts: readonly (readonly [name: string, value: ComponentChildren])[];
}) {
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
