import assert from 'node:assert/strict';
import type { RedactedField, Sight } from '../judge/sight.ts';
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
const field = (at: string): RedactedField => ({
  message: 'response',
  rule: 'name',
  at,
  exchange: { id: '0001-02', step: 'book', purpose: 'step', attempt: 1 },
});
const FIELDS = [field('body /name/0/family'), field('body /name/0/family'), field('header Set-Cookie')];
const BODY: Sight = (one) => 'at' in one && one.at.startsWith('body');

describe('restingOn', () => {
  it('keeps the judgement of the redacted bytes when it agrees, so that replay comes to the same', () => {
    const again = result('pass', 'Redacted-1');
    const judged = { original: [result('pass', 'Ferncastle')], onRedacted: [again], sights: [BODY] };
    assert.deepEqual(restingOn(judged, FIELDS, redact), [again]);
  });

  it('keeps the true verdict when it differs, its values redacted, and names once what it rests on and can see', () => {
    const onRedacted = [result('fail', 'Redacted-1')];
    const [settled] = restingOn(
      { original: [result('pass', 'Ferncastle')], onRedacted, sights: [BODY] },
      FIELDS,
      redact,
    );
    assert.equal(settled?.verdict, 'pass');
    assert.equal(settled?.actual, '-');
    assert.deepEqual(settled?.restsOn, ['0001-02 response body /name/0/family']);
  });

  it('does not lose an assertion that the redacted bytes do not give', () => {
    assert.equal(restingOn({ original: [result('pass', 'x')], onRedacted: [], sights: [] }, FIELDS, redact).length, 1);
  });
});
