import assert from 'node:assert/strict';
import fc from 'fast-check';
import { differenceOf } from './difference.ts';

describe('differenceOf', () => {
  it('finds the part that differs', () => {
    assert.deepEqual(differenceOf('["free"]', '["busy"]'), { before: '["', one: 'free', other: 'busy', after: '"]' });
    assert.deepEqual(differenceOf('Sitting', 'Siting'), { before: 'Sit', one: 't', other: '', after: 'ing' });
  });

  it('finds none in what is equal or has little in common', () => {
    assert.equal(differenceOf('same', 'same'), undefined);
    assert.equal(differenceOf('[422,400]', '201'), undefined);
    assert.equal(differenceOf('', 'something'), undefined);
  });

  it('cuts no character in two', () => {
    for (const [one, other] of [
      ['abcd😀ef', 'abcd😁ef'],
      ['abcd\u{1f600}ef', 'abcd\u{1fa00}ef'],
    ] as const)
      assert.equal(differenceOf(one, other)?.one, one.slice(4, 6));
  });

  it('keeps all of both texts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
        const found = differenceOf(one, other);
        if (found === undefined) return;
        assert.equal(found.before + found.one + found.after, one);
        assert.equal(found.before + found.other + found.after, other);
      }),
    );
  });
});
