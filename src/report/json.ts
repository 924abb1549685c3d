import { canonicalJson } from '../model/canonical-json.ts';
import type { RunResult } from '../model/result.ts';
import type { ReportFormat } from './report-format.ts';

/** results.json: the normative result, in the canonical form of RFC 8785, without a line feed at its end. */
export const jsonReport = {
  format: 'json',
  mediaType: 'application/json',
  fileName: 'results.json',
  render: ({ result }) => {
    const known = rendered.get(result);
    if (known !== undefined) return known;
    const bytes = Buffer.from(canonicalJson(result));
    rendered.set(result, bytes);
    return bytes;
  },
} satisfies ReportFormat;

/** Other formats attach it or name its digest, so it is asked for more than once. */
const rendered = new WeakMap<RunResult, Buffer>();
