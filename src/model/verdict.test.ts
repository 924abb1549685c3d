import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  conclusion,
  countVerdicts,
  flatters,
  mayJudge,
  VERDICTS,
  type Verdict,
  verdictOfRun,
  worst,
} from './verdict.ts';

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

describe('conclusion', () => {
  it('is that the system failed wherever it failed, whatever else could not be judged', () => {
    assert.equal(conclusion(['pass', 'error', 'fail', 'skip']), 'fail');
    assert.equal(conclusion(['pass', 'error', 'skip']), 'error');
    assert.equal(conclusion(['pass', 'skip']), 'skip');
    assert.equal(conclusion(['pass', 'pass']), 'pass');
  });

  it('is error when nothing was evaluated', () => assert.equal(conclusion([]), 'error'));

  it('is a pass only where all passed', () => {
    fc.assert(
      fc.property(fc.array(anyVerdict, { minLength: 1 }), (verdicts) => {
        assert.equal(
          conclusion(verdicts) === 'pass',
          verdicts.every((verdict) => verdict === 'pass'),
        );
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

describe('mayJudge', () => {
  const negative = { polarity: 'negative', twin: 'BK-01' } as const;

  it('asks that the twin passed in the same run', () => {
    assert.deepEqual(
      VERDICTS.filter((verdict) => mayJudge(negative, () => verdict)),
      ['pass'],
    );
    assert.equal(
      mayJudge(negative, () => undefined),
      false,
    );
  });

  it('lets no negative show anything without a twin', () => {
    assert.equal(
      mayJudge({ polarity: 'negative' }, () => 'pass'),
      false,
    );
    assert.equal(
      mayJudge({ polarity: 'positive' }, () => undefined),
      true,
    );
  });
});

describe('flatters', () => {
  it('goes by what a verdict says for the system under test', () => {
    assert.equal(flatters('pass', 'fail'), true);
    assert.equal(flatters('skip', 'fail'), true);
    assert.equal(flatters('fail', 'error'), true);
    assert.equal(flatters('fail', 'pass'), false);
    assert.equal(flatters('pass', 'pass'), false);
  });
});

describe('verdictOfRun', () => {
  const passed = { cases: ['pass', 'pass'] as const, preflightFailed: false, complete: true };

  it('is the conclusion from the cases when the run reached its end', () => {
    assert.equal(verdictOfRun(passed), 'pass');
    assert.equal(verdictOfRun({ ...passed, cases: ['pass', 'skip'] }), 'skip');
    assert.equal(verdictOfRun({ ...passed, cases: ['skip', 'fail'] }), 'fail');
    assert.equal(verdictOfRun({ ...passed, cases: ['error', 'fail'] }), 'fail');
  });

  it('is error when the preflight failed, the run was cut short, or no case was planned', () => {
    assert.equal(verdictOfRun({ ...passed, preflightFailed: true }), 'error');
    assert.equal(verdictOfRun({ ...passed, complete: false }), 'error');
    assert.equal(verdictOfRun({ ...passed, cases: ['pass', 'skip'], complete: false }), 'error');
    assert.equal(verdictOfRun({ ...passed, cases: [] }), 'error');
  });

  it('is a failure also when the run was cut short after it', () => {
    assert.equal(verdictOfRun({ ...passed, cases: ['fail', 'skip'], complete: false }), 'fail');
  });
});
