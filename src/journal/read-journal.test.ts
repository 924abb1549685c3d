import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { canonicalJson } from '../model/canonical-json.ts';
import { sha256 } from '../model/digest.ts';
import type { JournalEvent } from '../model/event.ts';
import { readJournal } from './read-journal.ts';

const EVENTS: readonly JournalEvent[] = [
  { type: 'run-started', runId: 'run-1', planDigest: 'a'.repeat(64), host: { node: 'v20.19.0', platform: 'linux' } },
  { type: 'preflight-finished', observed: { software: 'Zoë', formats: ['json'] }, problems: [] },
  { type: 'case-started', case: 'A', attempt: 1 },
  { type: 'case-finished', case: 'A', attempt: 1, verdict: 'pass', durationMs: 1.5 },
  { type: 'run-finished', verdict: 'pass' },
];

/** Lines that chain whatever they hold. */
function chained(events: readonly unknown[], write: (line: object) => string = canonicalJson): string[] {
  const lines: string[] = [];
  for (const [seq, event] of events.entries()) {
    const before = lines.at(-1);
    const prev = before === undefined ? '0'.repeat(64) : sha256(before);
    lines.push(write({ seq, at: '2026-01-05T09:00:00.000Z', prev, event }));
  }
  return lines;
}

const bytesOf = (lines: readonly string[], tail = '') => Buffer.from(lines.map((line) => `${line}\n`).join('') + tail);

const read = (lines: readonly string[], tail = '') => readJournal(bytesOf(lines, tail));

/** Codes with the lines they are found in. */
const findings = (reading: ReturnType<typeof readJournal>) =>
  reading.diagnostics.map(({ code, location }) => `${code} ${location?.source?.line}`);

describe('readJournal', () => {
  const good = chained(EVENTS);

  it('reads what was written', () => {
    const { lines, diagnostics } = read(good);
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(
      lines.map(({ event }) => event),
      EVENTS,
    );
  });

  describe('is incomplete, with all whole lines,', () => {
    it('when the last line is torn', () => {
      const reading = read(good.slice(0, 3), good[3]?.slice(0, 40));
      assert.deepEqual(findings(reading), ['JOURNAL_INCOMPLETE 4']);
      assert.equal(reading.lines.length, 3);
    });

    it('when only the line feed of the last line is missing', () => {
      assert.deepEqual(findings(read(good.slice(0, 4), good[4])), ['JOURNAL_INCOMPLETE 5']);
    });

    it('when it stops between lines', () => {
      assert.deepEqual(findings(read(good.slice(0, 4))), ['JOURNAL_INCOMPLETE 5']);
    });

    it('when it is empty', () => assert.deepEqual(findings(read([])), ['JOURNAL_INCOMPLETE 1']));

    it('wherever it was cut', () => {
      const whole = bytesOf(good);
      fc.assert(
        fc.property(fc.nat(whole.length - 1), (length) => {
          const { lines, diagnostics } = readJournal(whole.subarray(0, length));
          assert.deepEqual(
            diagnostics.map(({ code }) => code),
            ['JOURNAL_INCOMPLETE'],
          );
          assert.deepEqual(lines, readJournal(whole).lines.slice(0, lines.length));
        }),
      );
    });
  });

  describe('is broken', () => {
    it('when a line is missing', () => {
      assert.deepEqual(findings(read(good.toSpliced(2, 1))), ['JOURNAL_BROKEN 3', 'JOURNAL_BROKEN 3']);
    });

    it('when the first line is missing', () => {
      assert.deepEqual(findings(read(good.slice(1))), ['JOURNAL_BROKEN 1', 'JOURNAL_BROKEN 1', 'JOURNAL_BROKEN 1']);
    });

    it('when two lines are swapped', () => {
      const [first = '', second = '', third = '', ...rest] = good;
      assert.ok(findings(read([first, third, second, ...rest])).includes('JOURNAL_BROKEN 2'));
    });

    it('when a line stands twice', () => {
      assert.ok(findings(read(good.toSpliced(2, 0, good[2] ?? ''))).includes('JOURNAL_BROKEN 4'));
    });

    it('when a value was edited: the next line names another digest', () => {
      const edited = good.map((line) => line.replace('"durationMs":1.5', '"durationMs":1.6'));
      assert.deepEqual(findings(read(edited)), ['JOURNAL_BROKEN 5']);
    });

    it('when a line follows the end of the run', () => {
      const lines = chained([...EVENTS, { type: 'case-started', case: 'B', attempt: 1 }]);
      assert.deepEqual(findings(read(lines)), ['JOURNAL_BROKEN 6', 'JOURNAL_INCOMPLETE 7']);
    });

    it('when bytes follow the end of the run', () => {
      assert.deepEqual(findings(read(good, ' ')), ['JOURNAL_BROKEN 6']);
    });

    it('when a run starts twice', () => {
      assert.deepEqual(findings(read(chained([EVENTS[0], ...EVENTS]))), ['JOURNAL_BROKEN 2']);
    });

    for (const [what, event] of Object.entries({
      'an unknown event': { type: 'case-forgiven', case: 'A' },
      'an event named as a member of every object': { type: 'toString' },
      'an unknown member': { type: 'case-started', case: 'A', attempt: 1, note: '' },
      'a missing member': { type: 'case-started', case: 'A' },
      'an unknown verdict': { type: 'run-finished', verdict: 'PASS' },
      'a member of the wrong type': { type: 'case-started', case: 1, attempt: 1 },
      'no event at all': null,
    })) {
      it(`when a line holds ${what}`, () => {
        assert.ok(findings(read(chained([EVENTS[0], event]))).includes('JOURNAL_BROKEN 2'));
      });
    }

    it('when it counts values otherwise than by name', () => {
      const golden = readFileSync(new URL('../../fixtures/golden/journal.jsonl', import.meta.url))
        .toString()
        .split('\n');
      const recorded = golden
        .map((line) => line && JSON.parse(line).event)
        .find(({ type }) => type === 'exchange-recorded');
      const problems = (values: unknown) => {
        const redactions = [{ message: 'request', rule: 'credentials', at: 'url', values }];
        const { exchange } = recorded;
        const { diagnostics } = read(chained([EVENTS[0], { ...recorded, exchange: { ...exchange, redactions } }]));
        return diagnostics
          .filter(({ code }) => code === 'JOURNAL_BROKEN')
          .map(({ message }) => message.split(' ').at(-1));
      };
      const at = '/event/exchange/redactions/0/values';
      assert.deepEqual([{ token: 1 }, [1], [], { token: 'x' }].map(problems), [[], [at], [at], [`${at}/token`]]);
    });

    it('when a line is not canonical, even if it means the same', () => {
      const spaced = chained(EVENTS, (line) => JSON.stringify(line, null, 1).replaceAll('\n', ''));
      assert.equal(findings(read(spaced)).filter((found) => found.startsWith('JOURNAL_BROKEN')).length, 5);
    });

    it('when a member stands twice', () => {
      const [first = '', ...rest] = good;
      assert.ok(findings(read([first.replace('"seq":0', '"seq":0,"seq":0'), ...rest])).includes('JOURNAL_BROKEN 1'));
    });

    it('when it begins with a byte order mark, holds blank lines or carriage returns', () => {
      const [first = '', ...rest] = good;
      assert.ok(findings(read([`\ufeff${first}`, ...rest])).includes('JOURNAL_BROKEN 1'));
      assert.ok(findings(read([first, '', ...rest])).includes('JOURNAL_BROKEN 2'));
      assert.ok(findings(read([`${first}\r`, ...rest])).includes('JOURNAL_BROKEN 1'));
    });

    it('when a line is not UTF-8', () => {
      const bytes = bytesOf(good);
      bytes[bytes.indexOf('ë')] = 0xff;
      assert.ok(findings(readJournal(bytes)).includes('JOURNAL_BROKEN 2'));
    });

    it('whichever single bit is flipped', () => {
      const whole = bytesOf(good);
      fc.assert(
        fc.property(fc.nat(whole.length - 1), fc.nat(7), (at, bit) => {
          const flipped = Uint8Array.from(whole);
          flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
          // The last line has no successor that could vouch for it: only its meaning can be checked here, its bytes by the seal.
          const { lines, diagnostics } = readJournal(flipped);
          if (diagnostics.length === 0) assert.equal(at >= whole.lastIndexOf('\n', -2), true);
          assert.ok(lines.length <= EVENTS.length);
        }),
        { numRuns: 2_000 },
      );
    });
  });
});
