import assert from 'node:assert/strict';
import { Desk, SUITES } from '../../fixtures/cli/desk.ts';
import { EXIT } from '../model/exit-code.ts';

describe('the test data of the suites', function () {
  this.timeout(120_000);
  const desk = Desk.perTest();

  it('stays in a run that reads what a case made that is not selected, and the run is sealed', async () => {
    const target = await desk.serve(SUITES);
    const only = (id: string) => desk.assay('run', SUITES, '--filter', id, '--workers', '1', '--target', target);
    assert.equal(await only('BK-03'), EXIT.ok, desk.err);
    assert.equal(await only('PA-01'), EXIT.ok, desk.err);
    const bundle = await desk.bundle();
    assert.equal(await desk.assay('verify', bundle, '--trust', desk.signer, '--replay'), EXIT.ok, desk.err);
    assert.ok(desk.texts('evidence').some((text) => text.includes('Barnaby Marchbank')));
  });

  it('stays where a configuration has other values in its place', async () => {
    const target = await desk.serve(SUITES);
    const run = (...more: readonly string[]) =>
      desk.assay('run', SUITES, '--filter', 'PA-01', '--workers', '1', '--target', target, ...more);
    assert.equal(await run(), EXIT.ok, desk.err);
    assert.equal(await run('--set', 'patient.family=Ferncastle'), EXIT.ok, desk.err);
    await desk.bundle();
  });
});
