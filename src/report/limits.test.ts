import assert from 'node:assert/strict';
import { sampleResult } from '../../scripts/golden/sample-result.ts';
import type { RunResult } from '../model/result.ts';
import { limitsOf } from './limits.ts';

const { result } = sampleResult();
const [sample = assert.fail()] = result.cases;

/** A run that left nothing open. */
const WHOLE: RunResult = {
  ...result,
  complete: true,
  cases: [{ ...sample, verdict: 'pass' as const, steps: sample.steps.map(({ attested: _, ...step }) => step) }].map(
    ({ attachments: _, ...one }) => one,
  ),
  excluded: [],
  requirements: [],
  notChecked: 0,
};

/** How many more sentences there are about a run that differs so. */
const further = (changes: Partial<RunResult>): readonly string[] => {
  const usual = limitsOf(WHOLE);
  return limitsOf({ ...WHOLE, ...changes }).filter((limit) => !usual.includes(limit));
};

describe('what a report does not prove', () => {
  it('says always what no run can show', () => {
    const said = limitsOf(WHOLE).join(' ');
    for (const what of ['only run', 'nonce', 'time-stamp', 'supplier', 'address', 'made up', 'approval'])
      assert.ok(said.includes(what), what);
  });

  it('counts the cases that were not planned, and those that were not judged', () => {
    const [excluded = assert.fail()] = result.excluded;
    assert.match(further({ excluded: [excluded, excluded] }).join(), /^2 cases/);
    for (const verdict of ['skip', 'error'] as const)
      assert.match(further({ cases: [{ ...sample, verdict }] }).join(), /^1 case /);
  });

  it('names what its cases did not show, and counts what has no case and what was not checked', () => {
    const [requirement = assert.fail()] = result.requirements;
    const { verdict: _, ...untested } = requirement;
    assert.match(further({ requirements: [untested] }).join(), /^1 listed requirement/);
    const notShown = { ...requirement, verdict: 'skip', notShown: 'not loaded' } as const;
    assert.ok(
      further({ requirements: [notShown] })
        .join()
        .includes(requirement.id),
    );
    assert.match(further({ notChecked: 1_200 }).join(), /^1,200 times/);
  });

  it('says that people and what they attached are as they claim, where there were any', () => {
    const attested = { answer: true, by: 'Ann', at: '2026-03-03T10:15:00.000Z' } as never;
    const steps = sample.steps.map((step) => ({ ...step, attested }));
    assert.equal(further({ cases: [{ ...sample, verdict: 'pass', steps }] }).length, 1);
  });

  it('says that a run did not reach its end', () => assert.equal(further({ complete: false }).length, 1));
});
