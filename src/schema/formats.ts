import type { DiagnosticCode } from '../model/diagnostic-code.ts';
import { patternFault } from './safe-pattern.ts';

/** What is filled in later counts as one letter. */
const PLACEHOLDER = /\$\{[^{}]*\}/g;

interface Format {
  readonly accepts: (text: string) => boolean;
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint: string;
}

/** What `format` may say in our schemas. A format is for what a pattern cannot express. */
export const FORMATS: Readonly<Record<string, Format>> = {
  'safe-regex': {
    accepts: (text) => patternFault(text.replaceAll(PLACEHOLDER, 'x')) === undefined,
    code: 'UNSAFE_REGEX',
    message: 'is not a regular expression that is sure to finish',
    hint: 'It must be valid ECMAScript with the u flag, and a repeated group must not hold a repetition, as (a+)+ does.',
  },
  day: {
    accepts: (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && isDay(text),
    code: 'WRONG_VALUE',
    message: 'is not a day',
    hint: 'Write it with year, month and day, as 2027-03-31.',
  },
  url: {
    accepts: (text) => URL.canParse(text),
    code: 'WRONG_VALUE',
    message: 'is not an absolute URL',
    hint: 'Write it with its scheme, as https://example.org/page.',
  },
};

/** Whether the month has such a day: the calendar of Date goes on into the next one. */
function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
