import assert from 'node:assert/strict';
import type { AssertionResult } from '../model/result.ts';
import { madeOtherwise, missedAssertions, missWords, namedOf, stepOf } from './missed-assertion.ts';

const assertion = (id: string, verdict: AssertionResult['verdict']): AssertionResult => ({
  id,
  kind: 'fhirpath',
  verdict,
  message: 'total = 0 is false, expected true',
  expected: 'total = 0',
  actual: false,
  diagnostics: [],
  follows: [],
  restsOn: [],
});

const STEPS = [
  { id: 'a', exchanges: [], assertions: [assertion('A/a/1', 'pass'), assertion('A/a/2', 'skip')] },
  { id: 'b', exchanges: [], assertions: [assertion('A/b/1', 'fail'), assertion('A/b/2', 'fail')] },
];

describe('namedOf', () => {
  it('is the first of the worst, wherever it stands', () => {
    const missed = missedAssertions({ steps: STEPS });
    assert.deepEqual(
      missed.map(({ id }) => id),
      ['A/a/2', 'A/b/1', 'A/b/2'],
    );
    assert.equal(namedOf(missed)?.id, 'A/b/1');
    assert.equal(namedOf([...missed, assertion('A/c/1', 'error')])?.id, 'A/c/1');
  });

  it('is nothing when nothing was missed', () => assert.equal(namedOf([]), undefined));
});

describe('missWords', () => {
  it('says of an expression alone that it must hold', () => {
    const words = missWords(assertion('A/a/1', 'fail'));
    assert.match(words, /total = 0$/);
    assert.notEqual(words, assertion('A/a/1', 'fail').message);
  });

  it('says it in the words of the suite where it has some', () => {
    const words = missWords({ ...assertion('A/a/1', 'fail'), says: 'there is no slot' });
    assert.match(words, /there is no slot$/);
    assert.doesNotMatch(words, /total/);
  });

  it('leaves what says itself what was expected, and what could not be evaluated', () => {
    for (const one of [
      { ...assertion('A/a/1', 'fail'), kind: 'header' },
      { ...assertion('A/a/1', 'fail'), expected: 'count(//a) equal to 2', message: 'count(//a) is 1, expected 2' },
      assertion('A/a/1', 'error'),
    ]) {
      assert.equal(missWords(one), one.message);
    }
  });
});

it('stepOf is the part of the id before its number', () => assert.equal(stepOf(assertion('A/a/1', 'fail')), 'a'));

it('madeOtherwise names each change, and nothing where none was made', () => {
  const mutations = [{ in: 'body', op: 'remove', at: '/status' }] as const;
  assert.equal(madeOtherwise({ polarity: 'negative', mutations: [] }), undefined);
  assert.match(madeOtherwise({ polarity: 'negative', mutations }) ?? '', /^wrong .*\/status is removed from the body/);
  assert.match(madeOtherwise({ polarity: 'positive', mutations }) ?? '', /^other .*\/status is removed from the body/);
});
