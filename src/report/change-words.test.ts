import assert from 'node:assert/strict';
import { alike, sampleResult } from '../../scripts/golden/sample-result.ts';
import type { Mutation } from '../model/suite.ts';
import { changeWordsOf } from './change-words.ts';
import { htmlReport } from './html/html.tsx';
import { mutationWords } from './words.ts';

const sample = sampleResult();
const negative = sample.result.cases.find(({ twin }) => twin === 'BK-01') ?? assert.fail();
const wordsOf = (mutation: Mutation, input = sample) => changeWordsOf(negative, input)(mutation);
const STATUS: Mutation = { in: 'body', op: 'remove', at: '/status' };

describe('changeWordsOf', () => {
  for (const [what, mutation, value] of [
    ['the body', STATUS, /\(it is "booked" in BK-01\)$/],
    ['an item of a list', { in: 'body', op: 'remove', at: '/slot/0' }, /\(it is \{"reference":.+ in BK-01\)$/],
    [
      'a header, however it is spelt',
      { in: 'header', op: 'replace', at: 'content-type', value: 'text/plain' },
      /"application\/fhir\+json.* in BK-01\)$/,
    ],
    ['a claim of the token', { in: 'token', op: 'remove', at: '/claims/iss' }, /\(it is ".+" in BK-01\)$/],
  ] as const) {
    it(`says what the twin sent in ${what}`, () => assert.match(wordsOf(mutation), value));
  }

  it('says what the twin asked for in the query', () => {
    const search = sample.result.cases.find(({ twin }) => twin === 'SS-01') ?? assert.fail();
    const words = changeWordsOf(search, sample)({ in: 'query', op: 'remove', at: 'start' });
    assert.match(words, /\(it is ".+" in SS-01\)$/);
  });

  for (const [what, mutation] of [
    ['nowhere in the twin', { in: 'body', op: 'remove', at: '/nothing/0/here' }],
    ['added', { in: 'body', op: 'add', at: '/status', value: 'x' }],
    ['no text of a body', { in: 'bytes', op: 'truncate', keep: 3 }],
    ['of the exchange of a token', { in: 'token', op: 'remove', at: '/exchange/scope' }],
  ] as const) {
    it(`says the change alone of what is ${what}`, () => assert.equal(wordsOf(mutation), mutationWords(mutation)));
  }

  it('says the change alone where the message of the twin is not at hand, or no message', () => {
    assert.equal(wordsOf(STATUS, { ...sample, files: new Map() }), mutationWords(STATUS));
    assert.equal(wordsOf(STATUS, { ...sample, files: alike(sample, Buffer.from('?')) }), mutationWords(STATUS));
  });

  it('is in the page, in the facts of the case and at the mark', () => {
    const html = htmlReport.render(sample).toString('utf8');
    assert.ok(html.split(/ in BK-01\)\.?</).length > 2);
  });
});
