import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { Desk, SUITES } from '../../../fixtures/cli/desk.ts';

describe('assay serve', () => {
  const desk = Desk.perTest();

  it('runs the reference provider', async () => {
    const url = await desk.serve(SUITES);
    const response = await fetch(`${url}/metadata`, { headers: { Accept: 'application/fhir+json' } });
    assert.equal(response.status, 200);
  });

  it('runs the simulator that is named', async () => {
    const url = await desk.serve(SUITES, '--simulator', 'sentinel');
    const headers = { Accept: 'application/fhir+json', 'Ssp-From': '200000000001' };
    const response = await fetch(`${url}/Slot?schedule.actor:healthcareservice=999999996`, { headers });
    assert.equal(response.status, 403);
    assert.equal((await fetch(`${url}/metadata`)).status, 400);
    assert.match(desk.err, /sentinel/);
  });

  it('does not run a simulator whose replies are wrong, and says which and where', async () => {
    for (const part of ['suites', 'fixtures']) {
      await cp(join(part, 'uec-booking'), desk.path(part, 'uec-booking'), { recursive: true });
    }
    const location = 'fixtures/uec-booking/provider/location.json';
    await desk.write(location, (await desk.read(location)).replace('"active"', '"open"'));
    await assert.rejects(desk.serve('suites/uec-booking'));
    assert.match(
      desk.err,
      /provider\.simulator\.yaml:\d+:3: .*BINDING: In the reply to search-slots, at Bundle\.entry\[\d+\]\.resource\.status/,
    );
  });
});
