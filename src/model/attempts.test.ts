import assert from 'node:assert/strict';
import { Attempts } from './attempts.ts';
import type { JournalEvent } from './event.ts';
import type { AssertionResult, SkipReason } from './result.ts';
import type { Verdict } from './verdict.ts';

const start = (attempt: number): JournalEvent => ({ type: 'case-started', case: 'A', attempt });
const judged = (verdict: Verdict): JournalEvent => {
  const assertion: AssertionResult = {
    id: 'A/s/1',
    kind: 'status',
    verdict,
    message: '',
    expected: null,
    actual: null,
    diagnostics: [],
    follows: [],
    restsOn: [],
  };
  return { type: 'step-judged', case: 'A', step: 's', assertions: [assertion] };
};
const end = (verdict: Verdict, skipReason?: SkipReason): JournalEvent => ({
  type: 'case-finished',
  case: 'A',
  attempt: 1,
  verdict,
  ...(skipReason && { skipReason }),
  durationMs: 1,
});
const RESUMED: JournalEvent = {
  type: 'run-resumed',
  host: { node: '', platform: '' },
  tornBytes: 0,
  unnamed: [],
};

/** What is wrong, event by event. */
function problems(...events: readonly JournalEvent[]): readonly (string | undefined)[] {
  const attempts = new Attempts();
  return events.map((event) => attempts.follow(event));
}
const isFine = (...events: readonly JournalEvent[]): boolean => problems(...events).every((one) => one === undefined);

describe('attempts at a case', () => {
  it('may be several when the run was resumed in between and nothing had been judged', () => {
    assert.ok(isFine(start(1), RESUMED, start(2), RESUMED, start(3), judged('pass'), end('pass')));
    assert.ok(isFine(start(1), judged('pass'), RESUMED, start(2), end('pass')));
    assert.ok(isFine(end('skip', 'interrupted'), RESUMED, start(1), end('pass')));
    assert.ok(isFine(start(1), end('skip', 'interrupted'), RESUMED, start(2), end('pass')));
  });

  it('are one in a run that was not resumed since', () => {
    assert.ok(!isFine(start(1), start(2)));
    assert.ok(!isFine(start(1), RESUMED, start(2), start(3)));
  });

  it('are counted from 1 without a gap', () => {
    assert.ok(!isFine(start(2)));
    assert.ok(!isFine(start(1), RESUMED, start(1)));
    assert.ok(!isFine(start(1), RESUMED, start(3)));
  });

  it('end with a verdict: it stands, whatever it is', () => {
    for (const verdict of ['error', 'fail', 'pass'] as const) {
      assert.ok(!isFine(start(1), end(verdict), RESUMED, start(2)), verdict);
      assert.ok(!isFine(start(1), end(verdict), end(verdict)), verdict);
    }
    assert.ok(!isFine(start(1), end('skip', 'test-data'), RESUMED, start(2)));
  });

  it('end with a step that failed, also when the end of the case was not written', () => {
    assert.ok(!isFine(start(1), judged('fail'), RESUMED, start(2)));
    assert.ok(isFine(start(1), judged('fail'), RESUMED, end('fail')));
  });
});
