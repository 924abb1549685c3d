import { canonicalJson } from '../../model/canonical-json.ts';
import type { ReportFormat } from '../report-format.ts';
import { mochawesomeData } from './mochawesome-data.ts';

/** What `marge` and other tools around mochawesome read. */
export const mochawesomeJson = {
  format: 'mochawesome-json',
  mediaType: 'application/json',
  fileName: 'mochawesome.json',
  render: ({ result }) => Buffer.from(canonicalJson(mochawesomeData(result))),
} satisfies ReportFormat;
