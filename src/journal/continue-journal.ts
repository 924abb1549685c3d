import { openSync, readFileSync, truncateSync } from 'node:fs';
import { isError } from '../model/diagnostic.ts';
import { sha256 } from '../model/digest.ts';
import type { JournalLine } from '../model/event.ts';
import { HarnessError } from '../model/harness-error.ts';
import { Journal, NO_LINE_BEFORE, notWritable } from './journal.ts';
import { readJournal } from './read-journal.ts';

/** A journal that goes on, and what it held. */
export interface ContinuedJournal {
  readonly journal: Journal;
  readonly lines: readonly JournalLine[];
  /** Of a last line that was cut short, which is taken away. */
  readonly tornBytes: number;
}

/**
 * Goes on with the journal of a run that stopped.
 * @throws HarnessError JOURNAL_BROKEN when it is more than cut short, EVIDENCE_NOT_WRITABLE when it cannot be read or written.
 */
export function continueJournal(path: string, now: () => Date): ContinuedJournal {
  const bytes = readBytes(path);
  const { lines, diagnostics } = readJournal(bytes);
  const [broken] = diagnostics.filter(isError);
  if (broken !== undefined) throw new HarnessError(broken);
  const whole = bytes.lastIndexOf(LINE_FEED) + 1;
  const last = bytes.subarray(bytes.subarray(0, whole - 1).lastIndexOf(LINE_FEED) + 1, whole - 1);
  try {
    truncateSync(path, whole);
    const after = { seq: lines.length, prev: lines.length === 0 ? NO_LINE_BEFORE : sha256(last) };
    return { journal: new Journal(openSync(path, 'a'), now, after), lines, tornBytes: bytes.length - whole };
  } catch (error) {
    throw notWritable(error);
  }
}

const LINE_FEED = 0x0a;

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw notWritable(error);
  }
}
