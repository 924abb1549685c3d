import { fhirTestReport } from './fhir-test-report.ts';
import { htmlReport } from './html/html.tsx';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import type { ReportFormat } from './report-format.ts';
import { requirementsCsv } from './requirements-csv.ts';
import { resultsCsv } from './results-csv.ts';
import { scalXlsx } from './scal-xlsx.ts';

/** Every format that a run can be reported in; a new one is a file and a line here. */
export const REPORT_FORMATS: readonly ReportFormat[] = [
  jsonReport,
  junitReport,
  htmlReport,
  requirementsCsv,
  resultsCsv,
  scalXlsx,
  fhirTestReport,
];
