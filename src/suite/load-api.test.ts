import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { TestCase } from '../model/suite.ts';
import { loadApi } from './load-api.ts';
import { readApiFiles } from './read-api-files.ts';

describe('the UEC booking suites', () => {
  it('load without a finding but what the supplier states, and again from nothing but the files that were read', async () => {
    const { files, diagnostics } = await readApiFiles('.', 'uec-booking');
    assert.deepEqual(diagnostics, []);
    const first = loadApi(files, 'suites/uec-booking');
    assert.ok(first.loaded);
    const verified = new Set(first.loaded.suites.flatMap(({ cases }) => cases.flatMap(({ verifies }) => verifies)));
    const stated = first.loaded.api.requirements.filter(
      ({ id, assessed }) => assessed !== 'automated' && !verified.has(id),
    );
    assert.ok(stated.length > 0);
    assert.deepEqual(
      first.diagnostics.map(({ code, severity }) => `${code} ${severity}`),
      stated.map(() => 'REQUIREMENT_NOT_VERIFIED information'),
    );
    assert.deepEqual(loadApi(first.loaded.inputs, 'suites/uec-booking'), first);
  });

  it('are not built for a selector that fits no case, and are for one that a table makes', async () => {
    const { files } = await readApiFiles('.', 'uec-booking');
    const codesFor = (filter: readonly string[], tags: readonly string[]) =>
      loadApi(files, 'suites/uec-booking', { filter, tags }).diagnostics.map(({ code }) => code);
    assert.deepEqual(codesFor(['nosuchcase'], ['nosuchtag']), ['NOTHING_SELECTED', 'NOTHING_SELECTED']);
    assert.ok(!codesFor(['CB-18', 'Slot'], ['smoke']).includes('NOTHING_SELECTED'));
  });

  it('has its negatives differ from a positive twin', async () => {
    const cases = await casesOf('uec-booking');
    const positives = new Set(cases.filter(({ polarity }) => polarity === 'positive').map(({ id }) => id));
    const negatives = cases.filter(({ polarity }) => polarity === 'negative');
    assert.ok(positives.size >= 15 && negatives.length >= 15);
    for (const { twin } of negatives) assert.ok(twin !== undefined && positives.has(twin));
  });
});

async function casesOf(api: string): Promise<readonly TestCase[]> {
  const { files } = await readApiFiles('.', api);
  return loadApi(files, `suites/${api}`).loaded?.suites.flatMap(({ cases }) => cases) ?? [];
}
