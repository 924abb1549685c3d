import assert from 'node:assert/strict';
import type { AssertionResult } from '../model/result.ts';
import type { Verdict } from '../model/verdict.ts';
import { restingOn } from './rests-on.ts';

const result = (verdict: Verdict, actual: string): AssertionResult => ({
  id: 'BK-01/book/1',
  kind: 'equals',
  verdict,
  message: `It is ${actual}`,
  expected: actual,
  actual,
  diagnostics: [],
  follows: [],
  restsOn: [],
});
const redact = (one: AssertionResult): AssertionResult => ({
  ...one,
  message: 'It is hidden',
  expected: '-',
  actual: '-',
});
const REDACTIONS = [
  { message: 'response', rule: 'name', at: 'body /name/0/family' },
  { message: 'response', rule: 'name', at: 'body /name/0/family' },
] as const;

describe('restingOn', () => {
  it('keeps the judgement of the redacted bytes when it agrees, so that replay comes to the same', () => {
    const again = result('pass', 'Redacted-1');
    assert.deepEqual(restingOn([result('pass', 'Ferncastle')], [again], REDACTIONS, redact), [again]);
  });

  it('keeps the true verdict when it differs, its values redacted, and names what it rests on once', () => {
    const [settled] = restingOn([result('pass', 'Ferncastle')], [result('fail', 'Redacted-1')], REDACTIONS, redact);
    assert.equal(settled?.verdict, 'pass');
    assert.equal(settled?.actual, '-');
    assert.deepEqual(settled?.restsOn, ['response body /name/0/family']);
  });

  it('does not lose an assertion that the redacted bytes do not give', () => {
    assert.equal(restingOn([result('pass', 'x')], [], REDACTIONS, redact).length, 1);
  });
});
