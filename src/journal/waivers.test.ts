import assert from 'node:assert/strict';
import { sampleResult } from '../../scripts/golden/sample-result.ts';
import type { RunPlan } from '../model/plan.ts';
import type { CaseResult, RequirementResult } from '../model/result.ts';
import type { Verdict } from '../model/verdict.ts';
import { WAIVERS_FILE, type Waiver } from '../model/waiver.ts';
import { waiverObstacles, waiverResults } from './waivers.ts';

const { plan, result } = sampleResult();

const waiver = (of: Waiver['of'], expires = '2026-06-30'): Waiver => ({
  of,
  id: of === 'case' ? 'BK-01' : 'P24',
  owner: 'Clinical safety officer',
  reason: 'not built yet',
  mitigation: 'booked by telephone',
  expires,
  source: { file: WAIVERS_FILE, line: 2, column: 5 },
});

/** The state of one waiver in a run in which all came out with this verdict; undefined when nothing was in it. */
function stateOf(one: Waiver, verdict: Verdict | undefined, startedAt = '2026-03-03T10:15:00.000Z') {
  const waived: RunPlan = { ...plan, waivers: [one] };
  const [case_] = result.cases;
  const [requirement] = result.requirements;
  const cases = verdict === undefined ? [] : [{ ...case_, id: one.id, verdict } as CaseResult];
  const requirements = verdict === undefined ? [] : [{ ...requirement, id: one.id, verdict } as RequirementResult];
  return waiverResults(waived, cases, requirements, startedAt)[0]?.state;
}

describe('waiverResults', () => {
  for (const of of ['case', 'requirement'] as const) {
    it(`says of a waived ${of} whether it needed to be`, () => {
      assert.equal(stateOf(waiver(of), 'fail'), 'in-force');
      assert.equal(stateOf(waiver(of), 'pass'), 'unused');
      for (const verdict of ['error', 'skip', undefined] as const)
        assert.equal(stateOf(waiver(of), verdict), 'not-judged');
    });
  }

  it('is in force for a case that failed before it broke', () => {
    const broken = result.cases.find(({ id }) => id === 'BK-03');
    assert.ok(broken);
    const waived: RunPlan = { ...plan, waivers: [{ ...waiver('case'), id: 'BK-03' }] };
    const [found] = waiverResults(waived, [{ ...broken, verdict: 'error' }], [], '2026-03-03T10:15:00.000Z');
    assert.equal(found?.state, 'in-force');
  });

  it('holds through the whole of its last day', () => {
    assert.equal(stateOf(waiver('case'), 'fail', '2026-06-30T23:59:59.999Z'), 'in-force');
    assert.equal(stateOf(waiver('case'), 'fail', '2026-07-01T00:00:00.000Z'), 'expired');
  });

  it('changes no verdict of the run, its cases or its requirements', () => {
    const { waivers: _, ...bare } = result;
    assert.ok(result.waivers?.some(({ state }) => state === 'in-force'));
    assert.equal(bare.verdict, result.verdict);
    assert.equal(result.cases.find(({ id }) => id === 'BK-03')?.verdict, 'fail');
    assert.equal(result.requirements.find(({ id }) => id === 'P26')?.verdict, 'fail');
  });
});

describe('waiverObstacles', () => {
  const obstacles = (state: 'in-force' | 'unused' | 'not-judged' | 'expired') =>
    waiverObstacles([{ ...waiver('case'), state }]).length;

  it('keeps evidence with waivers that are not needed, or over, from being submitted', () => {
    assert.deepEqual([obstacles('unused'), obstacles('expired')], [1, 1]);
    assert.deepEqual([obstacles('in-force'), obstacles('not-judged')], [0, 0]);
    assert.ok(result.notForSubmission.some((why) => why.includes('P9')));
  });
});
