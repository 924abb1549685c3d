import { unzipSync, zipSync } from 'fflate';
import { type Cell, type CellStyle, type ColumnDef, type DataValidation, type WriteSheet, writeXlsx } from 'hucre/xlsx';
import { shortened } from '../shortened.ts';
import { visibleText } from '../visible-text.ts';
import { cellsOf, type Sheet } from './sheet.ts';

/** Sheets as an XLSX workbook (ECMA-376): text alone, no formula, the same bytes everywhere. `madeAt` is an RFC 3339 instant. */
export async function workbookOf(sheets: readonly Sheet[], madeAt: string): Promise<Uint8Array> {
  const made = new Date(madeAt);
  const workbook = await writeXlsx({
    properties: { creator: 'Assay', created: made, modified: made },
    sheets: sheets.map((sheet) => written(sheet, sheets)),
  });
  // The zlib within Node, by which it was packed, differs between builds and machines.
  return zipSync(unzipSync(workbook), { level: 2, mtime: firstDay() });
}

/** Of the calendar of zip archives, which goes by the local clock. */
const firstDay = (): Date => new Date(1980, 0, 1);

function written(sheet: Sheet, all: readonly Sheet[]): WriteSheet {
  const rows = cellsOf(sheet);
  const first = rows.length - sheet.rows.length;
  const heading = first - 1;
  const last = Math.max(rows.length, first + 1);
  return {
    name: sheet.name,
    columns: sheet.columns.map(({ width }): ColumnDef => ({ width, style: TEXT })),
    rows: rows.map((row) => row.map((cell) => (cell === '' ? null : cellText(cell)))),
    rowDefs: new Map(rows.map((row, at) => [at, { height: heightOf(row, sheet.columns) }])),
    cells: new Map([
      ...sheet.columns.map((_, column) => [`${heading},${column}`, { style: HEADING }] as const),
      ...linksIn(sheet, all).map(
        ([row, column, hyperlink]) => [`${first + row},${column}`, { hyperlink, style: LINK }] as const,
      ),
    ]),
    autoFilter: { range: `A${first}:${letter(sheet.columns.length - 1)}${last}` },
    ...(sheet.facts.length === 0 && { freezePane: { rows: first } }),
    dataValidations: sheet.columns.flatMap(({ choices }, column) =>
      choices === undefined ? [] : [chosenFrom(choices, `${letter(column)}${first + 1}:${letter(column)}${last}`)],
    ),
    pageSetup: {
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `$${first}:$${first}`,
    },
  };
}

type Link = readonly [row: number, column: number, to: NonNullable<Cell['hyperlink']>];

function linksIn({ columns, rows }: Sheet, all: readonly Sheet[]): readonly Link[] {
  return columns.flatMap(({ leadsTo }, column) =>
    leadsTo === undefined
      ? []
      : rows.flatMap((cells, row): readonly Link[] => {
          const text = cells[column] ?? '';
          const to = leadsTo === 'file' ? fileLink(text) : text !== '' && rowLink(cells[0], leadsTo.sheet, all);
          return to ? [[row, column, to]] : [];
        }),
  );
}

/** Files of the evidence alone, beside the workbook, by names of ours: a cell of any other text leads nowhere. */
const fileLink = (text: string): Link[2] | undefined =>
  /^(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9._/-]*(?:#[A-Za-z0-9._-]+)?$/.test(text) ? { target: text } : undefined;

function rowLink(begins: string | undefined, name: string, all: readonly Sheet[]): Link[2] | undefined {
  const sheet = all.find((one) => one.name === name);
  const row = sheet?.rows.findIndex(([cell]) => cell === begins) ?? -1;
  if (sheet === undefined || row < 0) return undefined;
  return { target: '', location: `${name}!A${cellsOf(sheet).length - sheet.rows.length + row + 1}` };
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

const FONT = { name: 'Arial', size: 10 } as const;
const TEXT: CellStyle = { alignment: { wrapText: true, vertical: 'top' }, numFmt: '@', font: FONT };
const HEADING: CellStyle = {
  ...TEXT,
  font: { ...FONT, bold: true },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'E8EDEE' } },
  border: { bottom: { style: 'thin' } },
};
/** The blue of links in the style of the NHS. */
const LINK: CellStyle = { ...TEXT, font: { ...FONT, underline: true, color: { rgb: '005EB8' } } };

const chosenFrom = (values: readonly string[], range: string): DataValidation => ({
  type: 'list',
  range,
  values: [...values],
  allowBlank: true,
  showErrorMessage: true,
});

/** Of a column below the 27th. */
const letter = (column: number): string => String.fromCharCode('A'.charCodeAt(0) + column);

/** Excel takes 32,767 characters in a cell; what is longer says how long it was, and where all of it is. */
const LONGEST_CELL = 32_600;
const ELSEWHERE = ', all of them in the CSV files and results.json)';

/**
 * A text as a cell holds it. `_x0041_` in a cell stands for a character (ECMA-376 part 1, 22.9.2.19), so that an underscore which
 * begins such a thing is written as one itself.
 */
const cellText = (text: string): string => cut(visibleText(text)).replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');

const cut = (text: string): string =>
  text.length > LONGEST_CELL ? shortened(text, LONGEST_CELL).replace(/\)$/, ELSEWHERE) : text;
