import assert from 'node:assert/strict';
import { TimeLimitError, withinTime } from './within-time.ts';

const forever = (): never => {
  for (;;);
};

describe('withinTime', () => {
  it('gives what the code gives, and throws what it throws', () => {
    assert.equal(
      withinTime(1000, () => 7),
      7,
    );
    const fault = new RangeError('x');
    assert.throws(
      () =>
        withinTime(1000, () => {
          throw fault;
        }),
      fault,
    );
  });

  it('stops a loop and a regular expression', () => {
    assert.throws(() => withinTime(20, forever), TimeLimitError);
    assert.throws(() => withinTime(20, () => /^(a+)+$/.test(`${'a'.repeat(60)}!`)), TimeLimitError);
  });

  it('lets the inner of two limits end alone', () => {
    const outcome = withinTime(10_000, () => {
      assert.throws(() => withinTime(20, forever), TimeLimitError);
      return 'went on';
    });
    assert.equal(outcome, 'went on');
  });

  it('ends the inner with the outer', () => {
    assert.throws(() => withinTime(20, () => withinTime(10_000, forever)), TimeLimitError);
    assert.equal(
      withinTime(1000, () => 1),
      1,
    );
  });
});
