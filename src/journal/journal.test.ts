import assert from 'node:assert/strict';
import { openSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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
const ended: JournalEvent = { type: 'run-finished', verdict: 'pass' };

const clock = () => {
  let ms = Date.UTC(2026, 0, 5, 9);
  return () => new Date(ms++);
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
    const journal = createJournal(path, clock());
    journal.append(started);
    const second = journal.append(ended);
    await journal.close();
    const lines = (await readFile(path, 'utf8')).split('\n');
    assert.deepEqual(lines, [
      canonicalJson({ seq: 0, at: '2026-01-05T09:00:00.000Z', prev: '0'.repeat(64), event: started }),
      canonicalJson(second),
      '',
    ]);
    assert.equal(second.prev, sha256(lines[0] ?? ''));
  });

  it('keeps what a system under test sent, lone surrogates and control characters included', async () => {
    const journal = createJournal(path, clock());
    journal.append(started);
    const reason = '\ud800 \u0000 \u2028 \u202e </script> é\r\n';
    journal.append({ type: 'case-finished', case: 'A', attempt: 1, verdict: 'error', reason, durationMs: 1 });
    journal.append(ended);
    await journal.close();
    const { lines, diagnostics } = readJournal(await readFile(path));
    assert.deepEqual(diagnostics, []);
    const event = lines[1]?.event;
    assert.equal(event?.type === 'case-finished' && event.reason, reason.replace('\ud800', '\\ud800'));
  });

  it('has written a line by the time that it gives it', async () => {
    const journal = createJournal(path, clock());
    journal.append(started);
    assert.equal(readJournal(await readFile(path)).lines.length, 1);
    journal.append(ended);
    assert.equal(readJournal(await readFile(path)).lines.length, 2);
    await journal.close();
  });

  it('refuses what JSON cannot hold, and goes on', async () => {
    const journal = createJournal(path, clock());
    journal.append(started);
    const broken: JournalEvent = {
      type: 'case-finished',
      case: 'A',
      attempt: 1,
      verdict: 'pass',
      durationMs: Number.NaN,
    };
    assert.throws(() => journal.append(broken), TypeError);
    journal.append(ended);
    await journal.close();
    assert.deepEqual(readJournal(await readFile(path)).diagnostics, []);
  });

  it('never writes over a journal that exists', async () => {
    await writeFile(path, 'kept');
    assert.throws(() => createJournal(path, clock()), hasCode('EVIDENCE_EXISTS'));
    assert.equal(await readFile(path, 'utf8'), 'kept');
  });

  it('says that the evidence cannot be written when there is no such folder', () => {
    assert.throws(
      () => createJournal(join(folder, 'none', 'journal.jsonl'), clock()),
      hasCode('EVIDENCE_NOT_WRITABLE'),
    );
  });

  it('refuses every event after a failed write, and closes all the same', async () => {
    await writeFile(path, '');
    const journal = new Journal(openSync(path, 'r'), clock());
    assert.throws(() => journal.append(started), hasCode('EVIDENCE_NOT_WRITABLE'));
    assert.throws(() => journal.append(ended), hasCode('EVIDENCE_NOT_WRITABLE'));
    await journal.close();
  });
});
