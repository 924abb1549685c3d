import type { Line } from './indent-json.ts';

/** Deeper than this everything keeps the same margin. */
const DEEPEST_MARGIN = 24;

interface Tag {
  readonly kind: 'open' | 'close' | 'empty' | 'other';
  readonly name: string;
}

/** Tags, and the text between them unless it is white space alone, each with where it stands. Nothing else is taken apart. */
export function xmlTokens(xml: string): readonly Line[] {
  const tokens: Line[] = [];
  for (let at = 0; at < xml.length; ) {
    const end = xml[at] === '<' ? endOfTag(xml, at) : endOfText(xml, at);
    const text = xml.slice(at, end);
    if (text.trim() !== '') tokens.push({ text, at });
    at = end;
  }
  return tokens;
}

const endOfText = (xml: string, from: number): number => {
  const next = xml.indexOf('<', from);
  return next < 0 ? xml.length : next;
};

const CLOSINGS = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;

/** A tag ends at the first `>` outside its quoted values; what does not end goes on to the end of the text. */
function endOfTag(xml: string, from: number): number {
  const closing = CLOSINGS.find(([opening]) => xml.startsWith(opening, from))?.[1];
  if (closing !== undefined) {
    const found = xml.indexOf(closing, from);
    return found < 0 ? xml.length : found + closing.length;
  }
  let quote = '';
  for (let at = from; at < xml.length; at += 1) {
    const character = xml[at] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at + 1;
  }
  return xml.length;
}

/** What a token of XML is, and the local name of its element. */
export function tagOf(token: string): Tag {
  const [, slash = '', qualified = ''] = /^<(\/?)([^\s/>!?]+)/.exec(token) ?? [];
  const name = qualified.slice(qualified.indexOf(':') + 1);
  if (name === '') return { kind: 'other', name };
  if (slash !== '') return { kind: 'close', name };
  return { kind: token.endsWith('/>') ? 'empty' : 'open', name };
}

/** XML with line feeds and margins for reading; tags and texts stay as they were written. A text stays with its element. */
export function xmlLines(xml: string): readonly Line[] {
  const lines: Line[] = [];
  let depth = 0;
  let afterText = false;
  const join = (text: string) => {
    const last = lines.pop();
    if (last !== undefined) lines.push({ ...last, text: last.text + text });
  };
  for (const { text, at } of xmlTokens(xml)) {
    const { kind } = tagOf(text);
    if (kind === 'close') depth -= 1;
    const isText = !text.startsWith('<');
    if ((isText && lines.length > 0) || (afterText && kind === 'close')) join(text);
    else lines.push({ text: ' '.repeat(2 * Math.max(0, Math.min(depth, DEEPEST_MARGIN))) + text, at });
    if (kind === 'open') depth += 1;
    afterText = isText;
  }
  return lines;
}
