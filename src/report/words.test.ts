import assert from 'node:assert/strict';
import { sampleResult } from '../../scripts/golden/sample-result.ts';
import type { Mutation } from '../model/suite.ts';
import { mutationWords, reasonOf, sentence } from './words.ts';

describe('mutationWords', () => {
  const wordings: readonly (readonly [Mutation, string])[] = [
    [{ in: 'body', op: 'remove', at: '/status' }, '/status is removed from the body'],
    [{ in: 'header', op: 'remove', at: 'If-Match' }, 'the header If-Match is removed from the request'],
    [{ in: 'query', op: 'add', at: 'start', value: 'x' }, 'start is added to the query: x'],
    [{ in: 'token', op: 'replace', at: '/claims/aud', value: '' }, '/claims/aud in the token is replaced by ""'],
    [{ in: 'body', op: 'replace', at: '/a', value: { b: null } }, '/a in the body is replaced by {"b":null}'],
    [{ in: 'method', op: 'set', value: 'DELETE' }, 'the whole method is replaced by DELETE'],
    [{ in: 'token', op: 'clock', seconds: -600 }, 'every time in the token is moved back by 600 seconds'],
    [{ in: 'bytes', op: 'truncate', keep: 5 }, 'the encoded body is cut off after 5 bytes'],
  ];
  for (const [mutation, wording] of wordings) {
    it(`says: ${wording}`, () => assert.equal(mutationWords(mutation), wording));
  }

  it('cuts a long value and says how long it is', () => {
    const words = mutationWords({ in: 'bytes', op: 'set', value: 'x'.repeat(5_000) });
    assert.ok(words.length < 300);
    assert.match(words, /5000 characters/);
  });
});

describe('reasonOf', () => {
  const [passed] = sampleResult().result.cases;
  assert.ok(passed);

  it('is the reason that was recorded, or else that of the skip, or else nothing', () => {
    assert.equal(reasonOf({ ...passed, skipReason: 'twin', reason: 'because' }), 'because');
    assert.ok(reasonOf({ ...passed, skipReason: 'twin' }));
    assert.equal(reasonOf(passed), undefined);
  });
});

describe('sentence', () => {
  it('has a capital and a full stop, and keeps the stop that is there', () => {
    assert.deepEqual(['a b', 'A b.', 'why?'].map(sentence), ['A b.', 'A b.', 'Why?']);
  });
});
