import type { ReportFormat } from './report-format.ts';
import { evidenceSheet } from './sheets/evidence-sheet.ts';
import { requirementSheet } from './sheets/requirement-sheet.ts';
import { runSheet } from './sheets/run-sheet.ts';
import { testPlanSheet } from './sheets/test-plan-sheet.ts';
import { workbookOf } from './sheets/workbook.ts';

/** What reviewers work with: the requirements sheet, the way from it to the messages, the operational test plan, and the run. */
export const scalXlsx = {
  format: 'xlsx',
  mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  fileName: 'scal.xlsx',
  render: (input) =>
    workbookOf(
      [requirementSheet(input.result), evidenceSheet(input.result), testPlanSheet(input), runSheet(input)],
      input.result.startedAt,
    ),
} satisfies ReportFormat;
