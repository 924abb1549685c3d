import { deepEqual } from 'node:assert/strict';
import { CLIENT_DEFECTS } from './defects.ts';
import { CLIENT_CASES, runClientSuites } from './run-client-suites.test.ts';

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
    it(`notice ${name}: ${fails.join(', ')}`, async () => {
      const { verdicts } = await runClientSuites([name], fails);
      deepEqual(
        fails.map((id) => [id, verdicts.get(id)]),
        fails.map((id) => [id, 'fail']),
      );
    });
  }

  it('notice every defect', () => {
    const unnoticed = Object.entries(CLIENT_DEFECTS).filter(([, { fails }]) => fails.length === 0);
    deepEqual(unnoticed, []);
  });
});
