import { colour } from './colour.ts';

/** A place in a text; line and column count from 1, columns in UTF-16 code units. */
interface Place {
  readonly line: number;
  readonly column: number;
}

/** The lines around a place of one text, at most `columns` wide, with what stands there marked. */
export type CodeFrames = (place: Place, columns?: number) => readonly string[];

const LINES_AROUND = 1;
const DEFAULT_COLUMNS = 120;
/** Of a line that is too long, what is shown before the place at least. */
const SHARE_BEFORE = 1 / 3;
/** What a place points at: a name or text in quotes, a tag, a word, or one character. */
const TOKEN = /^(?:"(?:[^"\\]|\\.)*"|<\/?[\w:.-]+|[^\s,:"<>[\]{}]+)/;

/** The frames of a text; its lines are found at the first asking. */
export function codeFrames(bytes: Uint8Array): CodeFrames {
  let lines: readonly string[] | undefined;
  return (place, columns = DEFAULT_COLUMNS) => {
    lines ??= linesOf(bytes);
    return frameOf(lines, place, columns);
  };
}

/** A line feed at the end begins no further line. */
const linesOf = (bytes: Uint8Array): readonly string[] =>
  new TextDecoder('utf-8', { ignoreBOM: true })
    .decode(bytes)
    .replace(/\r?\n$/, '')
    .split(/\r?\n/);

function frameOf(lines: readonly string[], { line, column }: Place, columns: number): readonly string[] {
  const first = Math.max(1, line - LINES_AROUND);
  const last = Math.min(lines.length, line + LINES_AROUND);
  const gutter = String(last).length;
  const width = Math.max(20, columns - gutter - '>  | '.length);
  const from = firstShown(lines[line - 1] ?? '', column, width);
  const rows: string[] = [];
  for (let number = first; number <= last; number += 1) {
    const text = lines[number - 1] ?? '';
    const shown = excerpt(text, from, width);
    const isMarked = number === line;
    const head = `${isMarked ? '>' : ' '} ${String(number).padStart(gutter)} |`;
    rows.push(isMarked ? `${colour.bold(head)} ${shown}`.trimEnd() : colour.dim(`${head} ${shown}`.trimEnd()));
    if (isMarked) {
      const before = Math.max(0, column - 1 - from);
      const token = TOKEN.exec(text.slice(column - 1))?.[0].length ?? 1;
      const marks = '^'.repeat(Math.max(1, Math.min(token, width - before)));
      rows.push(`  ${' '.repeat(gutter)} | ${' '.repeat(before)}${colour.red(marks)}`);
    }
  }
  return rows;
}

/** Where the part of a line begins that has the place in it. */
function firstShown(text: string, column: number, width: number): number {
  if (text.length <= width || column <= width * (1 - SHARE_BEFORE)) return 0;
  return Math.min(text.length - width, column - 1 - Math.floor(width * SHARE_BEFORE));
}

function excerpt(text: string, from: number, width: number): string {
  const shown = flat(text.slice(from, from + width));
  const begun = from > 0 && shown !== '' ? `…${shown.slice(1)}` : shown;
  return text.length > from + width ? `${begun.slice(0, -1)}…` : begun;
}

/** Characters that would steer a terminal or hide, each replaced by one that takes its column. */
const flat = (text: string): string =>
  text.replaceAll('\t', ' ').replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{FFFD}');
