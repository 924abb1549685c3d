import { withinTime } from '../model/within-time.ts';

/** A pattern of a definition may not hold up a validation: longer than this and it is stopped. */
const LIMIT_MS = 500;

const patterns = new Map<string, (text: string) => boolean>();

/**
 * Whether a regular expression is found in a text (http://hl7.org/fhirpath/N1/#matchesregex--string--boolean). Throws a
 * SyntaxError for what is no expression, and a TimeLimitError when the search runs away.
 */
export function isFound(source: string, text: string): boolean {
  const search = patterns.get(source) ?? searchFor(source);
  patterns.set(source, search);
  return search(text);
}

function searchFor(source: string): (text: string) => boolean {
  const expression = new RegExp(source, 's');
  const test = (text: string): boolean => expression.test(text);
  const isSafe = isQuick(source);
  return (text) => (isSafe && text.length < LONG ? test(text) : withinTime(LIMIT_MS, () => test(text)));
}

/** Characters from which on even the square of the length is long. */
const LONG = 10_000;

/** Each doubles what a search may try. */
const MOST_OPTIONAL = 8;

/**
 * With one open repetition at most, no repeated group and few optional parts, a search takes no longer than some times the
 * square of the text's length.
 */
export function isQuick(source: string): boolean {
  const bare = source
    .replaceAll(/\\./gs, 'x')
    .replaceAll(/\[[^\]]*\]/g, 'x')
    .replaceAll(/\(\?(?:<?[=!]|:|<\w+>)/g, '(')
    .replaceAll('(x)', 'x');
  const count = (sign: RegExp): number => bare.match(sign)?.length ?? 0;
  return !/\)[*+{]/.test(bare) && count(/[*+]|\{\d*,\d*\}/g) <= 1 && count(/\?/g) <= MOST_OPTIONAL;
}
