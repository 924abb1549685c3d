import assert from 'node:assert/strict';
import { duration, instant } from './numbers.ts';

describe('numbers for people', () => {
  it('writes durations in the unit that fits', () => {
    assert.deepEqual([0.42, 12.6, 3_240, 125_000].map(duration), ['0.4 ms', '13 ms', '3.2 s', '2 min 5 s']);
  });

  it('writes instants in words, in UTC', () => {
    assert.equal(instant('2026-03-03T10:15:00.123Z'), '3 March 2026, 10:15:00 UTC');
    assert.equal(instant('yesterday'), 'yesterday');
    assert.equal(instant('2026-13-03T10:15:00.123Z'), '2026-13-03T10:15:00.123Z');
  });
});
