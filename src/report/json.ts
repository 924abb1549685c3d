import { canonicalJson } from '../model/canonical-json.ts';
import type { ReportFormat } from './report-format.ts';

/** results.json: the normative result, in the canonical form of RFC 8785, without a line feed at its end. */
export const jsonReport = {
  format: 'json',
  mediaType: 'application/json',
  fileName: 'results.json',
  render: ({ result }) => Buffer.from(canonicalJson(result)),
} satisfies ReportFormat;
