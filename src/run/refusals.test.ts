import assert from 'node:assert/strict';
import { Refusals } from './refusals.ts';

const AT = new Date('2026-03-02T09:15:00.000Z');
const at = AT.toISOString();

describe('refusals of a run', () => {
  it('are told by kind, and once', () => {
    const refusals = new Refusals();
    refusals.add({ kind: 'no-tls', about: 'ECONNRESET' }, AT);
    refusals.add({ kind: 'body-too-large' }, AT);
    refusals.add({ kind: 'no-tls' }, AT);
    assert.deepEqual(refusals.take(), [
      { kind: 'body-too-large', times: 1, first: [{ at }] },
      { kind: 'no-tls', times: 2, first: [{ at, about: 'ECONNRESET' }, { at }] },
    ]);
    assert.deepEqual(refusals.take(), []);
  });

  it('are counted but for the first few of a kind in the whole run', () => {
    const refusals = new Refusals();
    const flood = (times: number) => {
      for (let n = 0; n < times; n += 1) refusals.add({ kind: 'too-many-connections' }, AT);
      return refusals.take().map(({ times, first }) => [times, first.length]);
    };
    assert.deepEqual([flood(3), flood(10_000), flood(1)], [[[3, 3]], [[10_000, 2]], [[1, 0]]]);
  });
});
