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
  return isQuick(source) ? test : (text) => withinTime(LIMIT_MS, () => test(text));
}

/** With one quantifier at most, and that of one character, a search takes no longer than the square of the text's length. */
function isQuick(source: string): boolean {
  const bare = source
    .replaceAll(/\\./gs, 'x')
    .replaceAll(/\[[^\]]*\]/g, 'x')
    .replaceAll('(x)', 'x');
  return (bare.match(/[*+?{]/g)?.length ?? 0) <= 1 && !/\)[*+?{]/.test(bare);
}
