import assert from 'node:assert/strict';
import { sampleResult } from '../../scripts/golden/sample-result.ts';
import type { RunResult } from '../model/result.ts';
import { verdictHeading, verdictSentence } from './verdict-sentence.ts';

const { result } = sampleResult();

const sentenceOf = (all: Partial<RunResult['counts']['all']>, changes: Partial<RunResult> = {}) =>
  verdictSentence({
    ...result,
    counts: { ...result.counts, all: { error: 0, fail: 0, skip: 0, pass: 0, ...all } },
    ...changes,
  });

describe('verdictSentence', () => {
  it('says that all passed only when all passed', () => {
    assert.equal(sentenceOf({ pass: 30 }), 'All 30 cases passed.');
    assert.equal(sentenceOf({ pass: 1 }), 'The one case passed.');
    for (const verdict of ['error', 'fail', 'skip'] as const) {
      assert.doesNotMatch(sentenceOf({ pass: 30, [verdict]: 1 }), /all/i, verdict);
    }
  });

  it('names every share with its number', () => {
    const numbers = sentenceOf({ pass: 1_000, fail: 3, error: 2, skip: 1 }).match(/[\d,]*\d/g);
    assert.deepEqual(numbers, ['1,000', '1,006', '3', '2', '1']);
  });

  it('says that nothing was shown when nothing was run', () => {
    assert.doesNotMatch(sentenceOf({}), /passed/);
  });

  it('says that the preflight failed, or that the run stopped, before it counts what passed', () => {
    const problem = { code: 'UNREACHABLE', severity: 'error', message: '' } as const;
    assert.doesNotMatch(sentenceOf({ skip: 30 }, { preflight: { problems: [problem], exchanges: [] } }), /passed/);
    assert.match(sentenceOf({ pass: 10, skip: 20 }, { complete: false }), /10 of 30/);
  });

  it('counts what failed before the run stopped', () => {
    assert.match(sentenceOf({ fail: 3, pass: 7, skip: 20 }, { complete: false }), /10 of 30.*3/);
  });
});

describe('verdictHeading', () => {
  const headingOf = (verdict: RunResult['verdict'], error: number) =>
    verdictHeading({ verdict, counts: { ...result.counts, all: { error, fail: 1, skip: 0, pass: 1 } } });

  it('says of a run with failures how many cases could not be judged, if any', () => {
    assert.equal(headingOf('fail', 0), 'Failed');
    assert.equal(headingOf('fail', 1_007), 'Failed; 1,007 more could not be judged');
  });

  it('counts nothing where the verdict itself says that something broke', () => {
    assert.doesNotMatch(headingOf('error', 7), /7/);
  });
});
