import { deepEqual } from 'node:assert/strict';
import { CLIENT_DEFECTS } from './defects.ts';
import { CLIENT_CASES, runClientSuites } from './run-client-suites.test.ts';

/** What a user is shown and what is logged stands in no request. */
const NOT_ON_THE_WIRE = ['shows-the-code', 'shows-times-of-greenwich', 'logs-no-ids', 'logs-the-patient'];

describe('the suites for clients', () => {
  it('are passed by the reference client', async () => {
    const { findings } = await runClientSuites([]);
    deepEqual(
      [...findings.values()].flat().map(({ id, message }) => `${id}: ${message}`),
      [],
    );
    deepEqual([...findings.keys()].toSorted(), CLIENT_CASES.map(({ id }) => id).toSorted());
  });

  // What else fails with each is shown by `npm run sensitivity:clients`.
  for (const [name, { fails }] of Object.entries(CLIENT_DEFECTS)) {
    if (fails.length === 0) continue;
    it(`notice ${name}: ${fails.join(', ')}`, async () => {
      const { verdicts } = await runClientSuites([name], fails);
      deepEqual(
        fails.map((id) => [id, verdicts.get(id)]),
        fails.map((id) => [id, 'fail']),
      );
    });
  }

  it('cannot notice what no request shows', () => {
    const unnoticed = Object.entries(CLIENT_DEFECTS).filter(([, { fails }]) => fails.length === 0);
    deepEqual(
      unnoticed.map(([name]) => name),
      NOT_ON_THE_WIRE,
    );
  });
});
