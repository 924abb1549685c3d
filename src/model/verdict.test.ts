import assert from 'node:assert/strict';
import fc from 'fast-check';
import { countVerdicts, mayJudgeNegative, VERDICTS, type Verdict, verdictOfRun, worst } from './verdict.ts';

const anyVerdict = fc.constantFrom(...VERDICTS);
const rank = (verdict: Verdict) => VERDICTS.indexOf(verdict);

describe('worst', () => {
  it('ranks error before fail before skip before pass', () => {
    assert.equal(worst(['pass', 'skip', 'fail', 'error']), 'error');
    assert.equal(worst(['pass', 'skip', 'fail']), 'fail');
    assert.equal(worst(['pass', 'skip']), 'skip');
    assert.equal(worst(['pass', 'pass']), 'pass');
  });

  it('is error when nothing was evaluated', () => assert.equal(worst([]), 'error'));

  it('never flatters: no verdict given is worse than the result, and the result was given', () => {
    fc.assert(
      fc.property(fc.array(anyVerdict, { minLength: 1 }), (verdicts) => {
        const result = worst(verdicts);
        assert.ok(verdicts.includes(result));
        assert.ok(verdicts.every((verdict) => rank(verdict) >= rank(result)));
      }),
    );
  });
});

describe('countVerdicts', () => {
  it('partitions the verdicts', () => {
    assert.deepEqual(countVerdicts(['pass', 'fail', 'pass', 'skip', 'error']), { error: 1, fail: 1, skip: 1, pass: 2 });
    assert.deepEqual(countVerdicts([]), { error: 0, fail: 0, skip: 0, pass: 0 });
  });
});

describe('mayJudgeNegative', () => {
  it('asks that the positive twin passed', () => {
    assert.deepEqual(VERDICTS.filter(mayJudgeNegative), ['pass']);
    assert.equal(mayJudgeNegative(undefined), false);
  });
});

describe('verdictOfRun', () => {
  const passed = { cases: ['pass', 'pass'] as const, preflightFailed: false, complete: true };

  it('is the worst of the cases when the run reached its end', () => {
    assert.equal(verdictOfRun(passed), 'pass');
    assert.equal(verdictOfRun({ ...passed, cases: ['pass', 'skip'] }), 'skip');
    assert.equal(verdictOfRun({ ...passed, cases: ['skip', 'fail'] }), 'fail');
  });

  it('is error when the preflight failed, the run was cut short, or no case was planned', () => {
    assert.equal(verdictOfRun({ ...passed, preflightFailed: true }), 'error');
    assert.equal(verdictOfRun({ ...passed, complete: false }), 'error');
    assert.equal(verdictOfRun({ ...passed, cases: [] }), 'error');
  });
});
