import { createHash } from 'node:crypto';
import { renderToStaticMarkup } from 'preact-render-to-string';
import { sha256 } from '../../model/digest.ts';
import { jsonReport } from '../json.ts';
import type { ReportFormat, ReportInput } from '../report-format.ts';
import { titleOf } from '../title.ts';
import { escapeText } from '../xml.ts';
import { Page } from './page.tsx';
import { STYLE } from './style.ts';

/**
 * One file that opens anywhere and fetches nothing. No script, and a policy under which none would run: whatever a system
 * under test wrote into its messages, it is text.
 */
export const htmlReport = {
  format: 'html',
  mediaType: 'text/html',
  fileName: 'report.html',
  render: (input) => Buffer.from(document(input)),
} satisfies ReportFormat;

const STYLE_DIGEST = createHash('sha256').update(STYLE).digest('base64');
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_DIGEST}'; img-src data:; base-uri 'none'; form-action 'none'`;

function document(input: ReportInput): string {
  const resultsDigest = sha256(jsonReport.render(input));
  return `<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeText(`Test report: ${titleOf(input.result)}`)}</title>
<style>${STYLE}</style>
</head>
<body>
${renderToStaticMarkup(<Page input={input} resultsDigest={resultsDigest} />)}
</body>
</html>
`;
}
