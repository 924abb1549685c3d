import assert from 'node:assert/strict';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson } from '../model/canonical-json.ts';
import { sha256 } from '../model/digest.ts';
import type { JournalEvent } from '../model/event.ts';
import { HarnessError } from '../model/harness-error.ts';
import { createJournal, Journal } from './journal.ts';
import { readJournal } from './read-journal.ts';

const started: JournalEvent = {
  type: 'run-started',
  runId: 'run-1',
  planDigest: 'a'.repeat(64),
  host: { node: 'v20.19.0', platform: 'linux' },
};
const caseStarted = (id: string): JournalEvent => ({ type: 'case-started', case: id, attempt: 1 });
const ended: JournalEvent = { type: 'run-finished', verdict: 'pass' };

const clock = () => {
  let ms = Date.UTC(2026, 0, 5, 9);
  return { now: () => new Date(ms++) };
};

const hasCode = (code: string) => (error: unknown) => error instanceof HarnessError && error.diagnostic.code === code;

describe('Journal', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'journal-'));
    path = join(folder, 'journal.jsonl');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('writes one canonical line an event, each holding the digest of the line before', async () => {
    const journal = await createJournal(path, clock());
    await journal.append(started);
    const second = await journal.append(ended);
    await journal.close();
    const lines = (await readFile(path, 'utf8')).split('\n');
    assert.deepEqual(lines, [
      canonicalJson({ seq: 0, at: '2026-01-05T09:00:00.000Z', prev: '0'.repeat(64), event: started }),
      canonicalJson(second),
      '',
    ]);
    assert.equal(second.prev, sha256(lines[0] ?? ''));
  });

  it('keeps the order of the calls when many append at once', async () => {
    const journal = await createJournal(path, clock());
    const ids = Array.from({ length: 200 }, (_, index) => `CASE-${index}`);
    await Promise.all([
      journal.append(started),
      ...ids.map((id) => journal.append(caseStarted(id))),
      journal.append(ended),
    ]);
    await journal.close();
    const { lines, diagnostics } = readJournal(await readFile(path));
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(
      lines.flatMap(({ event }) => (event.type === 'case-started' ? [event.case] : [])),
      ids,
    );
  });

  it('keeps what a system under test sent, lone surrogates and control characters included', async () => {
    const journal = await createJournal(path, clock());
    await journal.append(started);
    const reason = '\ud800 \u0000 \u2028 \u202e </script> é\r\n';
    await journal.append({ type: 'case-finished', case: 'A', attempt: 1, verdict: 'error', reason, durationMs: 1 });
    await journal.append(ended);
    await journal.close();
    const { lines, diagnostics } = readJournal(await readFile(path));
    assert.deepEqual(diagnostics, []);
    const event = lines[1]?.event;
    assert.equal(event?.type === 'case-finished' && event.reason, reason.replace('\ud800', '\\ud800'));
  });

  it('writes everything that was appended before it closes', async () => {
    const journal = await createJournal(path, clock());
    const last = journal.append(started).then(() => journal.append(ended));
    await last;
    await journal.close();
    assert.equal(readJournal(await readFile(path)).lines.length, 2);
  });

  it('refuses what JSON cannot hold, and goes on', async () => {
    const journal = await createJournal(path, clock());
    await journal.append(started);
    const broken: JournalEvent = {
      type: 'case-finished',
      case: 'A',
      attempt: 1,
      verdict: 'pass',
      durationMs: Number.NaN,
    };
    await assert.rejects(journal.append(broken), TypeError);
    await journal.append(ended);
    await journal.close();
    assert.deepEqual(readJournal(await readFile(path)).diagnostics, []);
  });

  it('never writes over a journal that exists', async () => {
    await writeFile(path, 'kept');
    await assert.rejects(createJournal(path, clock()), hasCode('EVIDENCE_EXISTS'));
    assert.equal(await readFile(path, 'utf8'), 'kept');
  });

  it('says that the evidence cannot be written when there is no such folder', async () => {
    await assert.rejects(
      createJournal(join(folder, 'none', 'journal.jsonl'), clock()),
      hasCode('EVIDENCE_NOT_WRITABLE'),
    );
  });

  it('refuses every event after a failed write, and closes all the same', async () => {
    await writeFile(path, '');
    const journal = new Journal(await open(path, 'r'), clock());
    const first = journal.append(started);
    const waiting = journal.append(caseStarted('A'));
    await assert.rejects(first, hasCode('EVIDENCE_NOT_WRITABLE'));
    await assert.rejects(waiting, hasCode('EVIDENCE_NOT_WRITABLE'));
    await assert.rejects(journal.append(ended), hasCode('EVIDENCE_NOT_WRITABLE'));
    await journal.close();
  });

  it('writes no line before the files that it refers to', async () => {
    let arrive = (): void => {};
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const journal = await createJournal(path, { ...clock(), settled: () => arrived });
    const written = journal.append(started);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(await readFile(path, 'utf8'), '');
    arrive();
    await written;
    assert.equal((await readFile(path, 'utf8')).split('\n').length, 2);
    await journal.close();
  });

  it('breaks when such a file cannot be written, in the words of that failure', async () => {
    const failure = new HarnessError({ code: 'EVIDENCE_NOT_WRITABLE', severity: 'error', message: 'a full disk' });
    const journal = await createJournal(path, { ...clock(), settled: () => Promise.reject(failure) });
    await assert.rejects(journal.append(started), failure);
    await assert.rejects(journal.append(ended), failure);
    await journal.close();
    assert.equal(await readFile(path, 'utf8'), '');
  });
});
