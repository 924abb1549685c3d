import { sha256 } from '../../model/digest.ts';
import { jsonReport } from '../json.ts';
import type { ReportFormat } from '../report-format.ts';
import { titleOf } from '../title.ts';
import { htmlDocument } from './document.tsx';
import { Page } from './page.tsx';

/** The report that people read. */
export const htmlReport = {
  format: 'html',
  mediaType: 'text/html',
  fileName: 'report.html',
  render: (input) =>
    htmlDocument(
      `Test report: ${titleOf(input.result)}`,
      <Page input={input} resultsDigest={sha256(jsonReport.render(input))} />,
    ),
} satisfies ReportFormat;
