/** An object or list no longer than this stays on its line. */
const LONGEST_GROUP = 64;
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
  const newLine = () => `\n${'  '.repeat(Math.min(depth, DEEPEST_MARGIN))}`;
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] ?? '';
    if (opens(token)) {
      const group = shortGroup(tokens, at);
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

/** The object or list that opens at `start`, on one line, and where it closes; undefined when it is long or cut off. */
function shortGroup(
  tokens: readonly string[],
  start: number,
): { readonly text: string; readonly end: number } | undefined {
  let text = '';
  let depth = 0;
  for (let at = start; at < tokens.length && text.length <= LONGEST_GROUP; at += 1) {
    const token = tokens[at] ?? '';
    if (opens(token)) depth += 1;
    if (closes(token)) depth -= 1;
    text += token === ',' || token === ':' ? `${token} ` : token;
    if (depth === 0) return text.length <= LONGEST_GROUP ? { text, end: at } : undefined;
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
