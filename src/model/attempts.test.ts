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

  it('are followed through as many stops as there are cases and steps', () => {
    const attempts = new Attempts();
    const many = 100_000;
    for (let place = 0; place < many; place += 1)
      attempts.follow({ type: 'case-started', case: `${place}`, attempt: 1 });
    const judgedLast: JournalEvent = { type: 'step-judged', case: `${many - 1}`, step: 's', assertions: [] };
    for (let place = 0; place < many; place += 1) {
      assert.equal(attempts.follow(RESUMED) ?? attempts.follow(judgedLast), undefined);
    }
    assert.equal(attempts.follow({ type: 'case-started', case: '0', attempt: 2 }), undefined);
  }).timeout(20_000);

  it('end with a verdict: it stands, whatever it is', () => {
    assert.ok(!isFine(end('fail'), RESUMED, start(1)));
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
