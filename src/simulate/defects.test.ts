import { deepEqual, throws } from 'node:assert/strict';
import { patched } from '../message/patch.ts';
import { HarnessError } from '../model/harness-error.ts';
import type { JsonValue } from '../model/json.ts';
import type { Change, SimulatorDefinition, SimulatorRules } from '../model/simulator.ts';
import type { Verdict } from '../model/verdict.ts';
import { withDefects } from './defects.ts';
import { type Outcomes, PLAN, runInMemory } from './run-in-memory.test.ts';
import { DEFINITION } from './test-provider.test.ts';

/** Fewer slots are enough for one run, and quicker to judge. */
const fewer = patched(DEFINITION.rules as unknown as JsonValue, [{ replace: '/store/series/0/every', value: '30m' }]);
const WITH_FEWER_SLOTS: SimulatorDefinition = { ...DEFINITION, rules: fewer as unknown as SimulatorRules };

/** Only connections show it: src/cli/over-tls.test.ts. */
const isOfTransport = (change: Change): boolean =>
  ('add' in change ? change.add : 'replace' in change ? change.replace : change.remove).startsWith('/transport/');

describe('defects of the reference provider', () => {
  it('are not there unless asked for: every case passes', async () => {
    const { verdicts } = await runInMemory(WITH_FEWER_SLOTS, []);
    deepEqual([...new Set(verdicts.values())], ['pass']);
  });

  const ofRequests = Object.entries(DEFINITION.defects).filter(([, { patch }]) => !patch.every(isOfTransport));
  for (const [name, { fails, errors }] of ofRequests) {
    it(`${name} is noticed by the cases that it names, and by no others`, async () => {
      const outcomes = await runInMemory(WITH_FEWER_SLOTS, [name]);
      deepEqual(
        {
          fails: casesWith(outcomes, 'fail'),
          errors: casesWith(outcomes, 'error'),
          skips: casesWith(outcomes, 'skip'),
        },
        { fails: [...fails].sort(), errors: [...errors].sort(), skips: restingOn([...fails, ...errors]) },
      );
    });
  }

  it('that nobody declared are refused', () => {
    throws(() => withDefects(DEFINITION, ['purple']), isInvalid);
  });

  it('that remove the same rule cannot be combined', () => {
    throws(() => withDefects(DEFINITION, ['double-booking', 'double-booking']), isInvalid);
  });
});

const isInvalid = (cause: unknown): boolean =>
  cause instanceof HarnessError && cause.diagnostic.code === 'CONFIG_INVALID';

const casesWith = ({ verdicts }: Outcomes, wanted: Verdict): readonly string[] =>
  [...verdicts]
    .filter(([, verdict]) => verdict === wanted)
    .map(([id]) => id)
    .sort();

/** The negatives that cannot be judged because their twins did not pass. */
const restingOn = (broken: readonly string[]): readonly string[] =>
  PLAN.cases
    .filter(({ id, twin }) => twin !== undefined && broken.includes(twin) && !broken.includes(id))
    .map(({ id }) => id)
    .sort();
