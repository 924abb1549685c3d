import { deepEqual, ok, throws } from 'node:assert/strict';
import { HarnessError } from '../model/harness-error.ts';
import type { RunPlan } from '../model/plan.ts';
import { withDefects } from './defects.ts';
import {
  CASES_OF_CONNECTIONS,
  casesWith,
  DEFECTS_OF_REQUESTS,
  PLAN,
  runInMemory,
  WITH_FEWER_SLOTS,
} from './run-in-memory.test.ts';
import { DEFINITION } from './test-provider.test.ts';

describe('defects of the reference provider', () => {
  it('are not there unless asked for: every case passes', async () => {
    const { verdicts } = await runInMemory(WITH_FEWER_SLOTS, []);
    deepEqual([...new Set(verdicts.values())], ['pass']);
  });

  // That no other case notices them is shown by `npm run sensitivity`.
  for (const [name, { fails, errors }] of DEFECTS_OF_REQUESTS) {
    it(`${name} is noticed by the cases that it names`, async () => {
      const outcomes = await runInMemory(WITH_FEWER_SLOTS, [name], withTwins([...fails, ...errors]));
      deepEqual(
        {
          fails: casesWith(outcomes, 'fail').toSorted(),
          errors: casesWith(outcomes, 'error').toSorted(),
          skips: casesWith(outcomes, 'skip'),
        },
        { fails: fails.toSorted(), errors: errors.toSorted(), skips: [] },
      );
      ok(fails.length + errors.length > 0);
    });
  }

  it('leave no case unmoved, unless it says why it is needed', () => {
    const noticed = Object.values(DEFINITION.defects).flatMap(({ fails, errors }) => [...fails, ...errors]);
    const cases = [...PLAN.cases.map(({ id }) => id), ...CASES_OF_CONNECTIONS];
    deepEqual(
      cases.filter((id) => !noticed.includes(id)),
      Object.keys(DEFINITION.insensitive),
    );
    deepEqual(
      noticed.filter((id) => !cases.includes(id)),
      [],
    );
  });

  it('that nobody declared are refused', () => {
    throws(() => withDefects(DEFINITION, ['purple']), isInvalid);
  });

  it('that remove the same rule cannot be combined', () => {
    throws(() => withDefects(DEFINITION, ['double-booking', 'double-booking']), isInvalid);
  });
});

const isInvalid = (cause: unknown): boolean =>
  cause instanceof HarnessError && cause.diagnostic.code === 'CONFIG_INVALID';

/** A negative is judged only beside its twin. */
function withTwins(ids: readonly string[]): RunPlan['cases'] {
  const twins = PLAN.cases.flatMap(({ id, twin }) => (ids.includes(id) ? (twin ?? []) : []));
  return PLAN.cases.filter(({ id }) => ids.includes(id) || twins.includes(id));
}
