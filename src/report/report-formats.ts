import { fhirTestReport } from './fhir-test-report.ts';
import { htmlReport } from './html/html.tsx';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { mochawesome } from './mochawesome/mochawesome.ts';
import { mochawesomeJson } from './mochawesome/mochawesome-json.ts';
import { pdfReport } from './pdf/pdf.ts';
import type { ReportFormat } from './report-format.ts';
import { requirementsCsv } from './requirements-csv.ts';
import { resultsCsv } from './results-csv.ts';
import { scalXlsx } from './scal-xlsx.ts';

/** Every format that lies in each bundle; a new one is a file and a line here. */
export const REPORT_FORMATS: readonly ReportFormat[] = [
  jsonReport,
  junitReport,
  htmlReport,
  pdfReport,
  requirementsCsv,
  resultsCsv,
  scalXlsx,
  fhirTestReport,
];

/** Every format that a run can be reported in when it is asked for. */
export const ALL_FORMATS: readonly ReportFormat[] = [...REPORT_FORMATS, mochawesome, mochawesomeJson];
