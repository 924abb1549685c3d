import type { ReportFormat } from './report-format.ts';
import { csvOf } from './sheets/csv.ts';
import { requirementSheet } from './sheets/requirement-sheet.ts';
import { cellsOf } from './sheets/sheet.ts';

/** The rows of the requirements sheet (SCAL), to be taken over into the sheet that goes to the reviewers. */
export const requirementsCsv = {
  format: 'requirements-csv',
  mediaType: 'text/csv; charset=utf-8; header=present',
  fileName: 'requirements.csv',
  render: ({ result }) => csvOf(cellsOf(requirementSheet(result))),
} satisfies ReportFormat;
