import { isUtf8 } from 'node:buffer';
import { counted, grouped } from '../../model/counted.ts';
import { shortened } from '../shortened.ts';
import { isJson, jsonLines, type Line } from './indent-json.ts';
import { xmlLines } from './indent-xml.ts';
import type { Mark } from './marks.ts';
import { offsetsInJson, offsetsInXml } from './place-in-text.ts';

const SHOWN_OCTETS = 256;
/** A body larger than this is shown from its beginning, wherever the marks are. */
const LARGEST_SEARCHED = 1_000_000;

/** A line with what is to be said of it, or so many lines that are left out. */
export type ShownLine = { readonly text: string; readonly marks: readonly Mark[] } | { readonly skipped: number };

/** A body for reading. */
export interface ShownBody {
  /** The lines as one text. */
  readonly text: string;
  readonly lines: readonly ShownLine[];
  /** What was done to the body to show it, in plain words. */
  readonly note?: string;
}

/**
 * About `limit` bytes of a body, margins not counted: those around the marks, or the first. JSON and XML are laid out, other text
 * is as it is, anything else shown as octets.
 */
export function shownBody(body: Uint8Array, limit: number, marks: readonly Mark[] = []): ShownBody {
  if (body.length === 0) return shown([], 'The body is empty.');
  if (!isUtf8(body)) return octets(body);
  const whole = Buffer.from(body).toString('utf8');
  const form = formOf(whole);
  const marked = body.length <= LARGEST_SEARCHED ? marks.filter(({ place }) => place.part === 'body') : [];
  const text = marked.length > 0 ? whole : Buffer.from(body.subarray(0, wholeCharacters(body, limit))).toString('utf8');
  const lines = around(withMarks(LAYOUTS[form](text), text, form, marked), limit);
  const left = lines.some((line) => 'skipped' in line) || text.length < whole.length;
  const notes = [
    ...(form === 'plain' ? [] : ['Laid out for reading.']),
    ...(left
      ? [
          `${text.length < whole.length ? `The first ${grouped(limit)}` : 'What is marked, and what stands around it,'} of ${counted(body.length, 'byte')}.`,
        ]
      : []),
  ];
  return shown(lines, notes.join(' '));
}

function shown(lines: readonly ShownLine[], note: string): ShownBody {
  const text = lines.map((line) => ('skipped' in line ? `… ${counted(line.skipped, 'line')} …` : line.text)).join('\n');
  return { text, lines, ...(note !== '' && { note }) };
}

type Form = 'json' | 'xml' | 'plain';

function formOf(text: string): Form {
  if (/^\s*<(?:\?xml\s|[\w:]+\s[^>]*xmlns)/.test(text.slice(0, 1_000))) return 'xml';
  return isJson(text) ? 'json' : 'plain';
}

const LAYOUTS: Readonly<Record<Form, (text: string) => readonly Line[]>> = {
  json: jsonLines,
  xml: xmlLines,
  plain: plainLines,
};

function plainLines(text: string): readonly Line[] {
  let at = 0;
  return text.split('\n').map((line) => {
    const start = at;
    at += line.length + 1;
    return { text: line, at: start };
  });
}

type MarkedLine = Extract<ShownLine, { text: string }>;

/** Every mark at the last line that begins no later than the place it means. */
function withMarks(lines: readonly Line[], text: string, form: Form, marks: readonly Mark[]): readonly MarkedLine[] {
  if (marks.length === 0) return lines.map(({ text }) => ({ text, marks }));
  const offsetOf = offsetsOf(text, form, marks);
  const at = marks.map((mark) => {
    const offset = offsetOf(mark);
    return offset === undefined ? undefined : lines.findLastIndex((line) => line.at <= offset);
  });
  const placed = marks.map((mark, of) =>
    at[of] !== undefined && isSaidLater(marks, at, of) ? { ...mark, says: '' } : mark,
  );
  return lines.map(({ text }, index) => ({ text, marks: placed.filter((_, of) => at[of] === index) }));
}

/** What is said of several places is said once, at the last of them. */
const isSaidLater = (marks: readonly Mark[], at: readonly (number | undefined)[], of: number): boolean =>
  marks.some(({ says }, later) => later > of && at[later] !== undefined && says === marks[of]?.says);

function offsetsOf(text: string, form: Form, marks: readonly Mark[]): (mark: Mark) => number | undefined {
  const pointers = marks.flatMap(({ place }) => ('pointer' in place ? [place.pointer] : []));
  const byPointer = form === 'json' ? offsetsInJson(text, pointers) : offsetsInXml(text, pointers);
  return ({ place }) => {
    if (place.part !== 'body') return undefined;
    if ('pointer' in place) return form === 'plain' ? 0 : byPointer(place.pointer, place.exactly);
    const line = plainLines(text)[place.position.line - 1];
    return line && line.at + Math.min(place.position.column - 1, line.text.length);
  };
}

/** The lines that are nearest to a marked one, or to the first when none is marked, as far as `limit` characters go. */
function around(lines: readonly MarkedLine[], limit: number): readonly ShownLine[] {
  const kept = keptOf(lines, limit);
  const shown: ShownLine[] = [];
  for (const [index, line] of lines.entries()) {
    const last = shown.at(-1);
    if (kept.has(index)) shown.push({ ...line, text: shortened(line.text, limit) });
    else if (last !== undefined && 'skipped' in last) shown[shown.length - 1] = { skipped: last.skipped + 1 };
    else shown.push({ skipped: 1 });
  }
  return shown;
}

/** Indexes of the lines that are shown. */
function keptOf(lines: readonly MarkedLine[], limit: number): ReadonlySet<number> {
  const all = lines.reduce((sum, line) => sum + sizeOf(line), 0);
  if (all <= limit) return new Set(lines.keys());
  const kept = new Set<number>();
  let left = limit;
  for (const index of byDistance(lines)) {
    const size = sizeOf(lines[index]);
    if (kept.size > 0 && size > left) break;
    kept.add(index);
    left -= size;
  }
  return kept;
}

/** Without its margin. */
const sizeOf = (line: MarkedLine | undefined): number => line?.text.trimStart().length ?? 0;

/** Indexes of the lines, the nearest to a mark first. */
function byDistance(lines: readonly MarkedLine[]): readonly number[] {
  const centres = lines.flatMap(({ marks }, index) => (marks.length > 0 ? [index] : []));
  if (centres.length === 0) return lines.map((_, index) => index);
  const distances = lines.map((_, index) => Math.min(...centres.map((centre) => Math.abs(centre - index))));
  return lines.map((_, index) => index).sort((a, b) => (distances[a] ?? 0) - (distances[b] ?? 0) || a - b);
}

function octets(body: Uint8Array): ShownBody {
  const first = body.subarray(0, SHOWN_OCTETS);
  const text = Buffer.from(first)
    .toString('hex')
    .replace(/(..)(?=.)/g, '$1 ');
  return shown(
    [{ text, marks: [] }],
    `Not UTF-8: the first ${first.length} of ${counted(body.length, 'byte')} in hexadecimal.`,
  );
}

/** How many of the first bytes to show so that no character of UTF-8 is cut in two. */
function wholeCharacters(body: Uint8Array, limit: number): number {
  let end = Math.min(body.length, limit);
  while (end < body.length && ((body[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return end;
}
