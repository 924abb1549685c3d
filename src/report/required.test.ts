import assert from 'node:assert/strict';
import type { AssertionResult, CaseResult } from '../model/result.ts';
import { requiredBy, requiredWords, requirementsMissed } from './required.ts';

const REQUIREMENTS = [
  { id: 'P1', level: 'MUST', text: 'Checks that each request carries a token' },
  { id: 'P2', level: 'SHOULD', text: 'Says why it refuses' },
  { id: 'P3', level: 'MUST', text: 'States its capabilities' },
] as const;

const assertion = (verifies?: readonly string[]): AssertionResult => ({
  id: 'A/a/1',
  kind: 'fhirpath',
  verdict: 'fail',
  message: 'Bundle.total = 0 is false',
  expected: null,
  actual: null,
  diagnostics: [],
  follows: [],
  restsOn: [],
  ...(verifies !== undefined && { verifies }),
});

const caseOf = (verifies: readonly string[], assertions: readonly AssertionResult[]) =>
  ({ verifies, steps: [{ id: 'a', exchanges: [], assertions }] }) satisfies Pick<CaseResult, 'verifies' | 'steps'>;

const idsFor = (one: AssertionResult, verifies: readonly string[], others: readonly AssertionResult[] = []) =>
  requiredBy(one, caseOf(verifies, [one, ...others]), REQUIREMENTS).map(({ id }) => id);

describe('requiredBy', () => {
  it('is what the assertion names, whatever else its case verifies', () =>
    assert.deepEqual(idsFor(assertion(['P2']), ['P1', 'P2']), ['P2']));

  it('is what the case verifies when the assertion names nothing', () =>
    assert.deepEqual(idsFor(assertion(), ['P1', 'P2']), ['P1', 'P2']));

  it('leaves out what other assertions show on their own', () =>
    assert.deepEqual(idsFor(assertion(), ['P1', 'P2'], [assertion(['P2'])]), ['P1']));

  it('is all that the case verifies when each is shown by an assertion on its own', () =>
    assert.deepEqual(idsFor(assertion(), ['P2'], [assertion(['P2'])]), ['P2']));

  it('is nothing when the case verifies nothing, or nothing that is known', () => {
    assert.deepEqual(idsFor(assertion(), []), []);
    assert.deepEqual(idsFor(assertion(['P99']), ['P99']), []);
  });
});

describe('requirementsMissed', () => {
  it('is what the assertions that failed ask for, each once, in the order of the list', () => {
    const passed = { ...assertion(['P3']), verdict: 'pass' } as const;
    const one = caseOf(['P1', 'P2', 'P3'], [assertion(['P2']), assertion(), assertion(), passed]);
    assert.deepEqual(
      requirementsMissed([one], REQUIREMENTS).map(({ id }) => id),
      ['P1', 'P2'],
    );
  });

  it('is what any of several cases misses', () => {
    const cases = [caseOf(['P3'], [assertion()]), caseOf(['P1'], [assertion()])];
    assert.deepEqual(
      requirementsMissed(cases, REQUIREMENTS).map(({ id }) => id),
      ['P1', 'P3'],
    );
  });

  it('is nothing when nothing failed: a broken harness says nothing of what is required', () => {
    const broken = { ...assertion(), verdict: 'error' } as const;
    assert.deepEqual(requirementsMissed([caseOf(['P1'], [broken])], REQUIREMENTS), []);
  });
});

describe('requiredWords', () => {
  it('says which requirement it is, how much is asked, and what', () =>
    assert.equal(requiredWords(REQUIREMENTS[0]), 'Required by P1 (MUST): Checks that each request carries a token'));
});
