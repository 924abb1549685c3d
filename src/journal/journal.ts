import { type FileHandle, open } from 'node:fs/promises';
import { canonicalJson } from '../model/canonical-json.ts';
import { sha256 } from '../model/digest.ts';
import type { JournalEvent, JournalLine } from '../model/event.ts';
import { HarnessError } from '../model/harness-error.ts';

/** `prev` of the first line. */
export const NO_LINE_BEFORE = '0'.repeat(64);

/** After these the journal is flushed to the disk: what a crash may cost is one unfinished case. */
const FLUSHED: ReadonlySet<JournalEvent['type']> = new Set(['case-finished', 'run-finished']);

interface Pending {
  readonly line: JournalLine;
  readonly text: string;
  readonly written: (line: JournalLine) => void;
  readonly failed: (error: HarnessError) => void;
}

/**
 * Appends events to journal.jsonl: one canonical JSON object a line, chained by digest.
 * Lines stand in the order of the calls to `append`, whoever calls; lines that wait while others are written go out together.
 */
export class Journal {
  readonly #file: FileHandle;
  readonly #now: () => Date;
  #seq = 0;
  #prev = NO_LINE_BEFORE;
  #pending: Pending[] = [];
  #writing: Promise<void> | undefined;
  #broken: HarnessError | undefined;

  constructor(file: FileHandle, now: () => Date) {
    this.#file = file;
    this.#now = now;
  }

  /**
   * Resolves when the line has been written; for the end of a case or of the run, when it is on the disk.
   * @throws HarnessError EVIDENCE_NOT_WRITABLE, then and for every later event: nothing follows a line that may be torn.
   */
  async append(event: JournalEvent): Promise<JournalLine> {
    if (this.#broken) throw this.#broken;
    const line = { seq: this.#seq, at: this.#now().toISOString(), prev: this.#prev, event };
    const text = canonicalJson(line);
    this.#seq += 1;
    this.#prev = sha256(text);
    const written = new Promise<JournalLine>((written, failed) => {
      this.#pending.push({ line, text, written, failed });
    });
    this.#writing ??= this.#writePending();
    return written;
  }

  /** Waits for what was appended, flushes and closes the file. */
  async close(): Promise<void> {
    await this.#writing;
    try {
      if (!this.#broken) await this.#file.datasync();
    } finally {
      await this.#file.close();
    }
  }

  async #writePending(): Promise<void> {
    while (this.#pending.length > 0) {
      const batch = this.#pending;
      this.#pending = [];
      await this.#write(batch);
    }
    this.#writing = undefined;
  }

  async #write(batch: readonly Pending[]): Promise<void> {
    try {
      if (this.#broken) throw this.#broken;
      await this.#file.appendFile(batch.map(({ text }) => `${text}\n`).join(''));
      if (batch.some(({ line }) => FLUSHED.has(line.event.type))) await this.#file.datasync();
      for (const { line, written } of batch) written(line);
    } catch (error) {
      this.#broken ??= notWritable(error);
      for (const { failed } of batch) failed(this.#broken);
    }
  }
}

/**
 * Starts a journal in a new file.
 * @throws HarnessError EVIDENCE_EXISTS when there is one already, EVIDENCE_NOT_WRITABLE when it cannot be made.
 */
export async function createJournal(path: string, { now }: { readonly now: () => Date }): Promise<Journal> {
  try {
    return new Journal(await open(path, 'wx', 0o644), now);
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

function notWritable(cause: unknown): HarnessError {
  const message = `The journal cannot be written (${codeOf(cause) ?? 'unknown cause'})`;
  return new HarnessError({ code: 'EVIDENCE_NOT_WRITABLE', severity: 'error', message }, cause);
}
