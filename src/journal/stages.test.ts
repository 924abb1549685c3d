import assert from 'node:assert/strict';
import { sampleRun } from '../../scripts/golden/sample-run.ts';
import type { RunPlan } from '../model/plan.ts';
import type { CaseResult, RequirementResult } from '../model/result.ts';
import type { Stage } from '../model/stage.ts';
import { REFERENCE_PROVIDER } from '../model/system-under-test.ts';
import type { Verdict } from '../model/verdict.ts';
import { notForSubmission } from './not-for-submission.ts';
import { stageResults } from './stages.ts';

const STAGE: Stage = {
  id: 'int',
  title: 'INT',
  role: 'provider',
  cases: ['A', 'B'],
  unverified: [],
  identity: ['name', 'odsCode'],
};
const ENDED = { complete: true, preflightFailed: false };
const { plan: sample } = sampleRun();
const SUT = { role: 'provider', baseUrl: 'http://127.0.0.1:1', name: 'Bookwell', odsCode: 'X9999' } as const;

const planWith = (stage: Partial<Stage>, others: Partial<RunPlan> = {}): RunPlan => ({
  ...sample,
  sut: SUT,
  api: { ...sample.api, stages: [{ ...STAGE, ...stage }] },
  ...others,
});

const ended = (id: string, verdict: Verdict) => ({ id, verdict }) as CaseResult;
const PASSED = [ended('A', 'pass'), ended('B', 'pass'), ended('C', 'pass')];

function resultOf(
  plan: RunPlan,
  cases: readonly CaseResult[] = PASSED,
  run: Parameters<typeof stageResults>[1] = ENDED,
  requirements: readonly RequirementResult[] = [],
) {
  const [only] = stageResults(plan, run, cases, requirements);
  assert.ok(only);
  return only;
}

describe('stageResults', () => {
  it('is complete when every case asked for has passed and all is known', () => {
    const { complete, required, passed, missing } = resultOf(planWith({}));
    assert.deepEqual({ complete, required, passed, missing }, { complete: true, required: 2, passed: 2, missing: [] });
  });

  it('does not mind what became of other cases', () => {
    assert.equal(resultOf(planWith({}), [...PASSED, ended('D', 'fail')]).complete, true);
  });

  for (const verdict of ['fail', 'error', 'skip'] as const) {
    it(`is not complete when a case ended as ${verdict}`, () => {
      const { complete, passed, lacking } = resultOf(planWith({}), [ended('A', 'pass'), ended('B', verdict)]);
      assert.deepEqual({ complete, passed, these: lacking[verdict] }, { complete: false, passed: 1, these: ['B'] });
    });
  }

  it('is not complete when its cases passed without showing what they verify', () => {
    const requirement = {
      id: 'profiles',
      text: 'They are kept.',
      level: 'MUST',
      assessed: 'automated',
      environment: 'development',
      positive: ['A'],
      negative: [],
      verdict: 'skip',
      notShown: 'rules stood in',
      notChecked: 1,
    } as const;
    const { complete, missing } = resultOf(planWith({}), PASSED, ENDED, [requirement]);
    assert.equal(complete, false);
    assert.match(missing.join(), /profiles/);
    assert.equal(resultOf(planWith({}), PASSED, ENDED, [{ ...requirement, positive: ['C'] }]).complete, true);
  });

  it('is not complete when a case was left out', () => {
    const { complete, lacking } = resultOf(planWith({}), [ended('A', 'pass')]);
    assert.deepEqual(
      { complete, lacking },
      { complete: false, lacking: { error: [], fail: [], skip: [], 'not-run': ['B'] } },
    );
  });

  const incomplete: Readonly<Record<string, Parameters<typeof resultOf>>> = {
    'a fact is not given': [planWith({ identity: ['version'] })],
    'the environment is another': [planWith({ environment: 'INT' }, { sut: { ...SUT, environment: 'desk' } })],
    'no case verifies a requirement that is asked for': [planWith({ unverified: ['R'] })],
    'the target is our own provider': [planWith({}, { selection: { filter: [], tags: [], simulator: true } })],
    'our own provider is called somebody’s product': [
      planWith({}),
      PASSED,
      { ...ENDED, observed: { software: REFERENCE_PROVIDER, formats: [] } },
    ],
    'the run stopped before its end': [planWith({}), PASSED, { ...ENDED, complete: false }],
    'the preflight failed': [planWith({}), PASSED, { ...ENDED, preflightFailed: true }],
  };
  for (const [name, input] of Object.entries(incomplete)) {
    it(`is not complete when ${name}, and says so`, () => {
      const { complete, missing } = resultOf(...input);
      assert.deepEqual([complete, missing.length], [false, 1]);
    });
  }

  it('takes the environment in capitals or not', () => {
    const plan = planWith({ environment: 'INT' }, { sut: { ...SUT, environment: 'int' } });
    assert.equal(resultOf(plan).complete, true);
  });

  it('is never complete without a case', () => assert.equal(resultOf(planWith({ cases: [] })).complete, false));

  it('knows the stages of the role under test alone', () => {
    assert.deepEqual(stageResults(planWith({ role: 'client' }), ENDED, PASSED, []), []);
  });
});

describe('a run with cases left out by choice', () => {
  const plan = planWith({}, { excluded: [{ id: 'Z', suite: 's', reason: 'not-selected' }] });
  const reasons = (cases: readonly CaseResult[]) =>
    notForSubmission(
      { ...plan, sut: { ...SUT, version: '1', organisation: 'Example', environment: 'INT' } },
      ENDED,
      stageResults(plan, ENDED, cases, []),
    );

  it('is for submission when a stage asks for no more', () => assert.deepEqual(reasons(PASSED), []));
  it('is not otherwise', () => assert.equal(reasons([ended('A', 'pass')]).length, 1));
});
