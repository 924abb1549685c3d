import assert from 'node:assert/strict';
import { exclusionsOf } from './exclusions.ts';
import { EXCLUSION_WORDS } from './words.ts';

describe('exclusionsOf', () => {
  it('gives each reason once, with its number of cases and their ids by suite', () => {
    const groups = exclusionsOf([
      { id: 'A', suite: 'one', reason: 'other-role' },
      { id: 'B', suite: 'two', reason: 'not-selected' },
      { id: 'C', suite: 'two', reason: 'other-role' },
      { id: 'D', suite: 'one', reason: 'other-role' },
    ]);
    assert.deepEqual(groups, [
      {
        why: EXCLUSION_WORDS['other-role'],
        count: 3,
        suites: [
          { suite: 'one', ids: ['A', 'D'] },
          { suite: 'two', ids: ['C'] },
        ],
      },
      { why: EXCLUSION_WORDS['not-selected'], count: 1, suites: [{ suite: 'two', ids: ['B'] }] },
    ]);
    assert.deepEqual(exclusionsOf([]), []);
  });
});
