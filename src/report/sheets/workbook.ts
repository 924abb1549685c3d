import type { CellStyle, ColumnDef, DataValidation, WriteSheet } from 'hucre/xlsx';
import { shortened } from '../shortened.ts';
import { visibleText } from '../visible-text.ts';
import { cellsOf, type Sheet } from './sheet.ts';

/** Sheets as an XLSX workbook (ECMA-376): text alone, no formula, the same bytes everywhere. `madeAt` is an RFC 3339 instant. */
export async function workbookOf(sheets: readonly Sheet[], madeAt: string): Promise<Uint8Array> {
  // Whoever asks for no workbook does not wait for the library.
  const { writeXlsx } = await import('hucre/xlsx');
  const made = new Date(madeAt);
  return writeXlsx({
    properties: { creator: 'Assay', created: made, modified: made },
    sheets: sheets.map(written),
  });
}

function written(sheet: Sheet): WriteSheet {
  const rows = cellsOf(sheet);
  const first = rows.length - sheet.rows.length;
  const heading = first - 1;
  const last = Math.max(rows.length, first + 1);
  return {
    name: sheet.name,
    columns: sheet.columns.map(({ width }): ColumnDef => ({ width, style: TEXT })),
    rows: rows.map((row) => row.map((cell) => (cell === '' ? null : cellText(cell)))),
    rowDefs: new Map(rows.map((row, at) => [at, { height: heightOf(row, sheet.columns) }])),
    cells: new Map(sheet.columns.map((_, column) => [`${heading},${column}`, { style: HEADING }])),
    autoFilter: { range: `A${first}:${letter(sheet.columns.length - 1)}${last}` },
    ...(sheet.facts.length === 0 && { freezePane: { rows: first } }),
    dataValidations: sheet.columns.flatMap(({ choices }, column) =>
      choices === undefined ? [] : [chosenFrom(choices, `${letter(column)}${first + 1}:${letter(column)}${last}`)],
    ),
    pageSetup: { orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  };
}

/** Points of a line, and the most that a row may have. */
const LINE_HEIGHT = 15;
const HIGHEST_ROW = 409;

/** High enough for the text in its widths, as far as that can be told without its font: programs differ in whether they see to it. */
function heightOf(row: readonly string[], columns: Sheet['columns']): number {
  const lines = row.map((text, column) => linesIn(text, columns[column]?.width ?? 1));
  return Math.min(Math.max(1, ...lines) * LINE_HEIGHT, HIGHEST_ROW);
}

const linesIn = (text: string, width: number): number =>
  text.split('\n').reduce((lines, line) => lines + Math.max(1, Math.ceil(line.length / width)), 0);

const TEXT: CellStyle = { alignment: { wrapText: true, vertical: 'top' }, numFmt: '@' };
const HEADING: CellStyle = { ...TEXT, font: { bold: true } };

const chosenFrom = (values: readonly string[], range: string): DataValidation => ({
  type: 'list',
  range,
  values: [...values],
  allowBlank: true,
  showErrorMessage: true,
});

/** Of a column below the 27th. */
const letter = (column: number): string => String.fromCharCode('A'.charCodeAt(0) + column);

/** Excel takes 32,767 characters in a cell; what is longer says how long it was. The CSV files have all of it. */
const LONGEST_CELL = 32_700;

/**
 * A text as a cell holds it. `_x0041_` in a cell stands for a character (ECMA-376 part 1, 22.9.2.19), so that an underscore which
 * begins such a thing is written as one itself.
 */
const cellText = (text: string): string =>
  shortened(visibleText(text), LONGEST_CELL).replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');
