import assert from 'node:assert/strict';
import type { RequirementResult } from '../model/result.ts';
import { coverageOf, mustWords } from './requirement-coverage.ts';

const requirement = (id: string, others: Partial<RequirementResult> = {}): RequirementResult => ({
  id,
  text: 'It works.',
  level: 'MUST',
  assessed: 'automated',
  environment: 'development',
  positive: [],
  negative: [],
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
