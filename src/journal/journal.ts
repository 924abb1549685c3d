import { appendFileSync, closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import { canonicalJson } from '../model/canonical-json.ts';
import { sha256 } from '../model/digest.ts';
import type { JournalEvent, JournalLine } from '../model/event.ts';
import { HarnessError } from '../model/harness-error.ts';
import { systemFault } from '../model/system-fault.ts';

/** `prev` of the first line. */
export const NO_LINE_BEFORE = '0'.repeat(64);

/** After these the journal is flushed to the disk: what a loss of power may cost is the last few cases. */
const FLUSHED: ReadonlySet<JournalEvent['type']> = new Set(['case-finished', 'run-finished']);

/** Where the next line stands. */
type Place = Pick<JournalLine, 'seq' | 'prev'>;

/**
 * Appends events to journal.jsonl: one canonical JSON object a line, chained by digest. A line that `append` has given is in
 * the file and outlives this process.
 */
export class Journal {
  readonly #file: number;
  readonly #now: () => Date;
  #seq: number;
  #prev: string;
  #flushing: Promise<void> | undefined;
  #broken: HarnessError | undefined;

  /** On a file that is open for writing, after the lines that it holds. */
  constructor(file: number, now: () => Date, after: Place = { seq: 0, prev: NO_LINE_BEFORE }) {
    this.#file = file;
    this.#now = now;
    this.#seq = after.seq;
    this.#prev = after.prev;
  }

  /** @throws HarnessError EVIDENCE_NOT_WRITABLE, then and for every later event: nothing follows a line that may be torn. */
  append(event: JournalEvent): JournalLine {
    if (this.#broken) throw this.#broken;
    const line = { seq: this.#seq, at: this.#now().toISOString(), prev: this.#prev, event };
    const text = canonicalJson(line);
    try {
      // Many short writes: one that waits for a thread takes longer than the write.
      appendFileSync(this.#file, `${text}\n`);
    } catch (error) {
      this.#broken = notWritable(error);
      throw this.#broken;
    }
    this.#seq += 1;
    this.#prev = sha256(text);
    if (FLUSHED.has(event.type)) this.#flush();
    return line;
  }

  /** Flushes and closes the file. */
  async close(): Promise<void> {
    await this.#flushing;
    try {
      if (!this.#broken) fdatasyncSync(this.#file);
    } finally {
      closeSync(this.#file);
    }
  }

  /** Without holding up the run: one flush at a time covers whatever was written before it. */
  #flush(): void {
    this.#flushing ??= datasync(this.#file)
      .catch((error: unknown) => {
        this.#broken ??= notWritable(error);
      })
      .finally(() => {
        this.#flushing = undefined;
      });
  }
}

const datasync = promisify(fdatasync);

/**
 * Starts a journal in a new file.
 * @throws HarnessError EVIDENCE_EXISTS when there is one already, EVIDENCE_NOT_WRITABLE when it cannot be made.
 */
export function createJournal(path: string, now: () => Date): Journal {
  try {
    return new Journal(openSync(path, 'wx', 0o644), now);
  } catch (error) {
    throw codeOf(error) === 'EEXIST' ? exists(path, error) : notWritable(error);
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function exists(path: string, cause: unknown): HarnessError {
  const message = `There is a journal at ${path} already`;
  return new HarnessError(
    { code: 'EVIDENCE_EXISTS', severity: 'error', message, hint: 'Give each run a folder of its own.' },
    cause,
  );
}

export function notWritable(cause: unknown): HarnessError {
  const message = `The journal cannot be written: ${systemFault(cause)}`;
  const hint = 'Free space there, or let the evidence be written elsewhere.';
  return new HarnessError({ code: 'EVIDENCE_NOT_WRITABLE', severity: 'error', message, hint }, cause);
}
