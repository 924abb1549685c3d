import type { HeaderField } from '../model/exchange.ts';
import { fieldValues } from './wire-head.ts';

/** RFC 9110 section 5.6.7: every form that a sender may write ends so. */
const HTTP_DATE = / GMT$/;

/** How long Retry-After asks to wait, in milliseconds: seconds, or a date (RFC 9110 section 10.2.3). Undefined when it says neither. */
export function retryAfter(headers: readonly HeaderField[], now: Date): number | undefined {
  const [text = ''] = fieldValues(headers, 'Retry-After');
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  const atMs = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - now.getTime());
}
