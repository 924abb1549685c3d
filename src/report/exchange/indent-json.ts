/** An object or list that ends before this column stays on its line. */
const LAST_COLUMN = 60;
/** Deeper than this everything keeps the same margin, so that nesting cannot blow up the page. */
const DEEPEST_MARGIN = 24;

/** A string (or the beginning of one that was cut off), a mark, a number or literal. White space lies between. */
const TOKENS = /"(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/gs;

/**
 * JSON, or the beginning of it, with line feeds and margins for reading. Every token stays as it was written: numbers keep
 * their digits and strings their escapes, which parsing and writing anew would not promise.
 */
export function indentJson(json: string): string {
  const tokens = json.match(TOKENS) ?? [];
  let shown = '';
  let depth = 0;
  const margin = () => 2 * Math.min(depth, DEEPEST_MARGIN);
  const newLine = () => `\n${' '.repeat(margin())}`;
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] ?? '';
    if (opens(token)) {
      const group = shortGroup(tokens, at, LAST_COLUMN - margin());
      if (group === undefined) depth += 1;
      else at = group.end;
      shown += group?.text ?? token + newLine();
    } else if (closes(token)) {
      depth -= 1;
      shown += newLine() + token;
    } else {
      shown += token;
      if (token === ',') shown += newLine();
      if (token === ':') shown += ' ';
    }
  }
  return shown;
}

const opens = (token: string): boolean => token === '{' || token === '[';
const closes = (token: string): boolean => token === '}' || token === ']';

/** The object or list that opens at `start`, on one line, and where it closes; undefined when it is too long or cut off. */
function shortGroup(
  tokens: readonly string[],
  start: number,
  longest: number,
): { readonly text: string; readonly end: number } | undefined {
  let text = '';
  let depth = 0;
  for (let at = start; at < tokens.length && text.length <= longest; at += 1) {
    const token = tokens[at] ?? '';
    if (opens(token)) depth += 1;
    if (closes(token)) depth -= 1;
    text += token === ',' || token === ':' ? `${token} ` : token;
    if (depth === 0) return text.length <= longest ? { text, end: at } : undefined;
  }
  return undefined;
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
