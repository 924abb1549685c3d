/** A column of a sheet; its width in characters, for formats that have one. */
interface SheetColumn {
  readonly title: string;
  readonly width: number;
  /** What a reader may choose from when filling it in. */
  readonly choices?: readonly string[];
  /** Where its cells lead, in formats that have links: to the file that they name, or to the first row of a sheet that begins as their own does. */
  readonly leadsTo?: 'file' | { readonly sheet: string };
}

/** A table of texts, before it is written in any format. Every row has a cell for each column. */
export interface Sheet {
  readonly name: string;
  /** Names and values that stand before the table. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly (readonly string[])[];
}

/** All of a sheet as a reader of cells finds it: facts, an empty line, headings, rows. */
export function cellsOf({ facts, columns, rows }: Sheet): readonly (readonly string[])[] {
  const before = facts.length === 0 ? [] : [...facts, []];
  return [...before, columns.map(({ title }) => title), ...rows];
}
