import { Attempts } from '../model/attempts.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { sha256 } from '../model/digest.ts';
import type { JournalLine } from '../model/event.ts';
import { NO_LINE_BEFORE } from './journal.ts';
import { lineShape } from './line-shape.ts';

/** The name of the journal within a run's folder, and in the locations of findings. */
export const JOURNAL_FILE = 'journal.jsonl';

const LINE_FEED = 0x0a;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What could be read, and everything that is wrong with the rest. */
export interface JournalReading {
  readonly lines: readonly JournalLine[];
  /** JOURNAL_BROKEN (error) and JOURNAL_INCOMPLETE (warning), located by line. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Where a line stands: number from 1, the bytes of the line before, and what has been read so far. */
interface Place {
  readonly number: number;
  readonly before: Uint8Array | undefined;
  readonly read: readonly JournalLine[];
  readonly attempts: Attempts;
}

/**
 * Reads a journal strictly. A crash leaves a valid beginning and at most one torn last line: that is JOURNAL_INCOMPLETE.
 * Everything else (a line that is not the canonical JSON of a known event, a gap in the sequence, a digest that does not
 * match the line before, a line after the end of the run, a case carried out again after it was judged) is JOURNAL_BROKEN.
 */
export function readJournal(bytes: Uint8Array): JournalReading {
  const { whole, torn } = splitLines(bytes);
  const read: JournalLine[] = [];
  const attempts = new Attempts();
  const diagnostics: Diagnostic[] = [];
  for (const [index, bytesOfLine] of whole.entries()) {
    const place: Place = { number: index + 1, before: whole[index - 1], read, attempts };
    const line = parseLine(bytesOfLine);
    if (typeof line === 'string') {
      diagnostics.push(broken(place.number, line));
    } else {
      diagnostics.push(...misplaced(line, place).map((problem) => broken(place.number, problem)));
      read.push(line);
    }
  }
  diagnostics.push(...endProblems(read, whole.length, torn));
  return { lines: read, diagnostics };
}

function splitLines(bytes: Uint8Array): { readonly whole: readonly Uint8Array[]; readonly torn: boolean } {
  const whole: Uint8Array[] = [];
  let start = 0;
  for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, start)) {
    whole.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return { whole, torn: start < bytes.length };
}

/** The line, or what is wrong with it. */
function parseLine(bytes: Uint8Array): JournalLine | string {
  let text: string;
  let value: unknown;
  try {
    text = utf8.decode(bytes);
    value = JSON.parse(text);
  } catch {
    return 'The line is not JSON in UTF-8';
  }
  const misfit = lineShape(value);
  if (misfit !== undefined)
    return `The line is not a journal line: unexpected at ${misfit === '' ? 'its root' : misfit}`;
  if (canonicalJson(value) !== text) return 'The line is not canonical JSON';
  // The shape was checked member by member above.
  return value as JournalLine;
}

function misplaced(line: JournalLine, { before, read, attempts }: Place): readonly string[] {
  const last = read.at(-1);
  const expectedSeq = last === undefined ? 0 : last.seq + 1;
  const repeated = attempts.follow(line.event);
  return [
    ...(line.seq === expectedSeq ? [] : [`Line ${expectedSeq} of the sequence was expected, not ${line.seq}`]),
    ...(line.prev === digestOf(before) ? [] : ['The digest of the line before does not match']),
    ...((line.event.type === 'run-started') === (last === undefined) ? [] : ['A run starts once, in its first line']),
    ...(last?.event.type === 'run-finished' ? ['The line stands after the end of the run'] : []),
    ...(repeated === undefined ? [] : [repeated]),
  ];
}

function digestOf(before: Uint8Array | undefined): string {
  return before === undefined ? NO_LINE_BEFORE : sha256(before);
}

function endProblems(read: readonly JournalLine[], lineCount: number, torn: boolean): readonly Diagnostic[] {
  const ended = read.at(-1)?.event.type === 'run-finished';
  if (ended && torn) return [broken(lineCount + 1, 'There are bytes after the end of the run')];
  if (torn) return [incomplete(lineCount + 1, 'The last line was cut short')];
  return ended ? [] : [incomplete(lineCount + 1, 'The journal stops before the end of the run')];
}

const broken = (line: number, message: string): Diagnostic => ({
  code: 'JOURNAL_BROKEN',
  severity: 'error',
  message,
  location: { source: { file: JOURNAL_FILE, line, column: 1 } },
});

const incomplete = (line: number, message: string): Diagnostic => ({
  code: 'JOURNAL_INCOMPLETE',
  severity: 'warning',
  message,
  location: { source: { file: JOURNAL_FILE, line, column: 1 } },
});
