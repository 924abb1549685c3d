import assert from 'node:assert/strict';
import type { StageResult } from '../model/stage.ts';
import { casesLacking, stageLacks } from './stage-lacks.ts';

const stage: StageResult = {
  id: 'int',
  title: 'INT',
  complete: false,
  required: 6,
  passed: 1,
  lacking: { error: [], fail: ['A'], skip: [], 'not-run': ['B', 'C', 'D', 'E'] },
  missing: ['no version given'],
};

describe('what a stage lacks', () => {
  it('is told by kind, and only where there is any', () => {
    assert.deepEqual(
      casesLacking(stage).map(({ ids }) => ids),
      [['A'], ['B', 'C', 'D', 'E']],
    );
  });

  it('names so many cases of each kind and counts the rest', () => {
    const line = stageLacks(stage, 2);
    assert.match(line, /\(A\)/);
    assert.match(line, /\(B, C and 2 more\)/);
    assert.match(line, /no version given$/);
  });
});
