import assert from 'node:assert/strict';
import { counted, grouped } from './counted.ts';

describe('counts for people', () => {
  it('groups thousands', () => {
    assert.deepEqual([0, 999, 1_000, 1_234_567].map(grouped), ['0', '999', '1,000', '1,234,567']);
  });

  it('counts in singular and plural', () => {
    assert.deepEqual(
      [0, 1, 2].map((count) => counted(count, 'case')),
      ['0 cases', '1 case', '2 cases'],
    );
  });
});
