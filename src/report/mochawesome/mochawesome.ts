import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { canonicalJson } from '../../model/canonical-json.ts';
import type { ReportFormat, ReportInput } from '../report-format.ts';
import { mochawesomeData } from './mochawesome-data.ts';

/** The page of mochawesome in one file. It is nothing without its script, which is why it lies in no bundle. */
export const mochawesome = {
  format: 'mochawesome',
  mediaType: 'text/html',
  fileName: 'mochawesome.html',
  render: (input) => Buffer.from(page(input)),
} satisfies ReportFormat;

const PACKAGE = 'mochawesome-report-generator';

/** Its own page, with style and script inside: written as its command does, but into memory and without a clock. */
function page({ result }: ReportInput): string {
  const require = createRequire(import.meta.url);
  const part = (file: string): string => readFileSync(require.resolve(`${PACKAGE}/dist/${file}`), 'utf8');
  const render: unknown = require(`${PACKAGE}/lib/main-html`);
  if (typeof render !== 'function') throw new Error(`${PACKAGE} has no page`);
  const html: unknown = render({
    data: canonicalJson(mochawesomeData(result)),
    inlineScripts: part('app.js'),
    inlineStyles: part('app.inline.css'),
    useInlineAssets: true,
    title: `Assay ${result.api.id}`,
    options: { ...OPTIONS, reportTitle: `Assay ${result.api.id}` },
  });
  return `<!doctype html>\n${String(html)}`;
}

const OPTIONS = {
  inlineAssets: true,
  enableCharts: true,
  enableCode: true,
  showPassed: true,
  showFailed: true,
  showPending: true,
  showSkipped: false,
  showHooks: 'failed',
} as const;
