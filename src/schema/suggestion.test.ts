import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { editDistance, suggestion } from './suggestion.ts';

describe('suggestion', () => {
  it('finds the name with the fewest slips', () => {
    assert.equal(suggestion('exepct', ['except', 'expect', 'mutate']), 'expect');
    assert.equal(suggestion('twinn', ['twin', 'title']), 'twin');
  });

  it('ignores case', () => {
    assert.equal(suggestion('MediaType', ['mediaType']), 'mediaType');
  });

  it('stays silent when nothing is close', () => {
    assert.equal(suggestion('frequency', ['id', 'send']), undefined);
    assert.equal(suggestion('a', []), undefined);
  });

  it('counts a swap of neighbours as one slip', () => {
    assert.equal(editDistance('sned', 'send'), 1);
    assert.equal(editDistance('', 'abc'), 3);
    assert.equal(editDistance('abc', 'abc'), 0);
  });
});
