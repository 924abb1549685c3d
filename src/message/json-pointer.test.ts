import assert from 'node:assert/strict';
import { pointerTokens } from './json-pointer.ts';

describe('pointerTokens', () => {
  it('reads the tokens of RFC 6901', () => {
    assert.deepEqual(pointerTokens(''), []);
    assert.deepEqual(pointerTokens('/'), ['']);
    assert.deepEqual(pointerTokens('/a~1b/m~0n/~01'), ['a/b', 'm~n', '~1']);
  });

  it('refuses what is no pointer', () => {
    for (const text of ['a', 'a/b', '/~', '/~2', '/a~']) assert.equal(pointerTokens(text), undefined, text);
  });
});
