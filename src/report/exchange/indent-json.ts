/** An object or list that ends before this column stays on its line. */
const LAST_COLUMN = 60;
/** Deeper than this everything keeps the same margin, so that nesting cannot blow up the page. */
const DEEPEST_MARGIN = 24;

/** A string (or the beginning of one that was cut off), a mark, a number or literal. White space lies between. */
const TOKENS = /"(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/gs;

/** A line of a text that is laid out for reading. */
export interface Line {
  readonly text: string;
  /** Where it begins in the text that it was made from. */
  readonly at: number;
}

/** The tokens of JSON, or of the beginning of it, each with where it stands: but for white space, where the one before it ends. */
export function jsonTokens(json: string): readonly Line[] {
  let end = 0;
  return (json.match(TOKENS) ?? []).map((text) => {
    const at = json.indexOf(text, end);
    end = at + text.length;
    return { text, at };
  });
}

/**
 * JSON, or the beginning of it, with line feeds and margins for reading. Every token stays as it was written: numbers keep
 * their digits and strings their escapes, which parsing and writing anew would not promise.
 */
export const indentJson = (json: string): string =>
  jsonLines(json)
    .map(({ text }) => text)
    .join('\n');

/** The same, line by line. */
export function jsonLines(json: string): readonly Line[] {
  const tokens = jsonTokens(json);
  const lines: Line[] = [];
  let line: { text: string; readonly at: number } | undefined;
  let depth = 0;
  const margin = () => 2 * Math.min(depth, DEEPEST_MARGIN);
  const write = (text: string, at: number) => {
    if (line === undefined) line = { text: ' '.repeat(margin()) + text, at };
    else line.text += text;
  };
  const end = () => {
    if (line !== undefined) lines.push(line);
    line = undefined;
  };
  for (let index = 0; index < tokens.length; index += 1) {
    const { text = '', at = 0 } = tokens[index] ?? {};
    if (opens(text)) {
      const group = shortGroup(tokens, index, LAST_COLUMN - margin());
      write(group?.text ?? text, at);
      if (group === undefined) {
        depth += 1;
        end();
      } else index = group.end;
    } else if (closes(text)) {
      end();
      depth -= 1;
      write(text, at);
    } else {
      write(text === ':' ? ': ' : text, at);
      if (text === ',') end();
    }
  }
  end();
  return lines;
}

const opens = (token: string): boolean => token === '{' || token === '[';
const closes = (token: string): boolean => token === '}' || token === ']';

/** The object or list that opens at `start`, on one line, and where it closes; undefined when it is too long or cut off. */
function shortGroup(
  tokens: readonly Line[],
  start: number,
  longest: number,
): { readonly text: string; readonly end: number } | undefined {
  let text = '';
  let depth = 0;
  for (let at = start; at < tokens.length && text.length <= longest; at += 1) {
    const token = tokens[at]?.text ?? '';
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
