import type { ReportFormat } from '../report-format.ts';
import { renderPdf } from './render.ts';

/** One file to print, to keep and to read aloud: what a reviewer decides by, and the failures in full. */
export const pdfReport = {
  format: 'pdf',
  mediaType: 'application/pdf',
  fileName: 'report.pdf',
  render: (input) => renderPdf(input),
} satisfies ReportFormat;
