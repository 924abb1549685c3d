import type { ReportFormat } from './report-format.ts';
import { assertionSheet } from './sheets/assertion-sheet.ts';
import { csvOf } from './sheets/csv.ts';
import { cellsOf } from './sheets/sheet.ts';

/** Every assertion of the run in a row of its own, for spreadsheets and scripts. */
export const resultsCsv = {
  format: 'results-csv',
  mediaType: 'text/csv; charset=utf-8; header=present',
  fileName: 'results.csv',
  render: ({ result }) => csvOf(cellsOf(assertionSheet(result))),
} satisfies ReportFormat;
