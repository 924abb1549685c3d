import assert from 'node:assert/strict';
import type { RequirementResult } from '../model/result.ts';
import { besideVerdict, coverageOf, mustWords, NOT_SHOWN, requirementVerdict } from './requirement-coverage.ts';

const requirement = (id: string, others: Partial<RequirementResult> = {}): RequirementResult => ({
  id,
  text: 'It works.',
  level: 'MUST',
  assessed: 'automated',
  environment: 'development',
  positive: [],
  negative: [],
  notChecked: 0,
  ...others,
});

describe('coverageOf', () => {
  it('counts what is tested, and both ways, whatever came of it', () => {
    const { listed, tested, bothWays } = coverageOf([
      requirement('R1', { positive: ['A'], verdict: 'fail' }),
      requirement('R2', { positive: ['A'], negative: ['B'], verdict: 'pass' }),
      requirement('R3', { negative: ['B'], verdict: 'skip' }),
      requirement('R4'),
    ]);
    assert.deepEqual({ listed, tested, bothWays }, { listed: 4, tested: 3, bothWays: 1 });
  });

  it('names those that must be tested and are not, and no others', () => {
    const { untested, notByCases } = coverageOf([
      requirement('R1'),
      requirement('R2', { positive: ['A'], verdict: 'pass' }),
      requirement('R3', { level: 'SHOULD' }),
      requirement('R4', { assessed: 'attested' }),
      requirement('R5', { assessed: 'witnessed' }),
      requirement('R6', { assessed: 'attested', positive: ['A'], verdict: 'pass' }),
    ]);
    assert.deepEqual(untested, ['R1']);
    assert.equal(notByCases, 2);
  });
});

describe('the verdict of a requirement in words', () => {
  const passed = requirement('R1', { positive: ['A'], verdict: 'pass' });

  it('is that of its cases, with how many rules were not checked', () => {
    assert.equal(requirementVerdict(passed), 'Passed');
    assert.deepEqual(besideVerdict(passed), []);
    assert.deepEqual(besideVerdict({ ...passed, notChecked: 1 }), ['1 rule not checked']);
    assert.deepEqual(besideVerdict({ ...passed, notChecked: 1_200 }), ['1,200 rules not checked']);
  });

  it('is not the verdict where its cases do not show it, and says why', () => {
    const notShown = { ...passed, verdict: 'skip', notShown: 'not loaded', notChecked: 2 } as const;
    assert.equal(requirementVerdict(notShown), NOT_SHOWN);
    assert.deepEqual(besideVerdict(notShown), ['not loaded', '2 rules not checked']);
  });

  it('is what stands for one where no case verifies it', () =>
    assert.notEqual(requirementVerdict(requirement('R2')), requirementVerdict(passed)));
});

describe('mustWords', () => {
  it('counts the MUST requirements that cases can show, those tested and those that passed', () => {
    const words = mustWords([
      requirement('R1'),
      requirement('R2', { positive: ['A'], verdict: 'pass' }),
      requirement('R3', { positive: ['A'], verdict: 'fail' }),
      requirement('R4', { level: 'SHOULD' }),
      requirement('R5', { assessed: 'witnessed' }),
    ]);
    assert.deepEqual(words?.match(/\d+/g), ['2', '3', '1']);
  });

  it('has nothing to say where there are none', () =>
    assert.equal(mustWords([requirement('R1', { level: 'MAY' })]), undefined));
});
