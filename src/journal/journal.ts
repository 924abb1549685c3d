import { type FileHandle, open } from 'node:fs/promises';
import { canonicalJson } from '../model/canonical-json.ts';
import { sha256 } from '../model/digest.ts';
import type { JournalEvent, JournalLine } from '../model/event.ts';
import { HarnessError } from '../model/harness-error.ts';
import { systemFault } from '../model/system-fault.ts';

/** `prev` of the first line. */
export const NO_LINE_BEFORE = '0'.repeat(64);

/** After these the journal is flushed to the disk: what a loss of power may cost is the last few cases. */
const FLUSHED: ReadonlySet<JournalEvent['type']> = new Set(['case-finished', 'run-finished']);

export interface JournalSetting {
  readonly now: () => Date;
  /** Resolves when the files that events handed over so far refer to have been written; no line goes out before. */
  readonly settled?: () => Promise<void>;
}

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
  readonly #settled: () => Promise<void>;
  #flushing: Promise<void> | undefined;
  #seq = 0;
  #prev = NO_LINE_BEFORE;
  #pending: Pending[] = [];
  #writing: Promise<void> | undefined;
  #broken: HarnessError | undefined;

  constructor(file: FileHandle, { now, settled = async () => {} }: JournalSetting) {
    this.#file = file;
    this.#now = now;
    this.#settled = settled;
  }

  /**
   * Resolves when the line has been written, so that it outlives this process.
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
    await this.#flushing;
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
      await this.#settled();
      await this.#file.appendFile(batch.map(({ text }) => `${text}\n`).join(''));
      if (batch.some(({ line }) => FLUSHED.has(line.event.type))) this.#flush();
      for (const { line, written } of batch) written(line);
    } catch (error) {
      this.#broken ??= notWritable(error);
      for (const { failed } of batch) failed(this.#broken);
    }
  }

  /** Without holding up the run: one flush at a time covers whatever was written before it. */
  #flush(): void {
    this.#flushing ??= this.#file
      .datasync()
      .catch((error: unknown) => {
        this.#broken ??= notWritable(error);
      })
      .finally(() => {
        this.#flushing = undefined;
      });
  }
}

/**
 * Starts a journal in a new file.
 * @throws HarnessError EVIDENCE_EXISTS when there is one already, EVIDENCE_NOT_WRITABLE when it cannot be made.
 */
export async function createJournal(path: string, setting: JournalSetting): Promise<Journal> {
  try {
    return new Journal(await open(path, 'wx', 0o644), setting);
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
  if (cause instanceof HarnessError) return cause;
  const message = `The journal cannot be written: ${systemFault(cause)}`;
  const hint = 'Free space there, or let the evidence be written elsewhere.';
  return new HarnessError({ code: 'EVIDENCE_NOT_WRITABLE', severity: 'error', message, hint }, cause);
}
