import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { describe, it } from 'mocha';
import { DIAGNOSTIC_CODES } from '../model/diagnostic-code.ts';
import type { FileSet } from '../model/digest.ts';
import { loadApi } from './load-api.ts';
import { planRun } from './plan.ts';
import { readApiFiles } from './read-api-files.ts';

const ROOT = 'fixtures/bad-suites';

/** The files of a sound little interface with those of the fixture in their place. */
async function filesOf(code: string): Promise<FileSet> {
  const [base, bad] = await Promise.all([readApiFiles(`${ROOT}/base`, 'bad'), readApiFiles(`${ROOT}/${code}`, 'bad')]);
  return new Map([...base.files, ...bad.files]);
}

const json = async (file: string): Promise<unknown> => JSON.parse(await readFile(`${ROOT}/${file}`, 'utf8'));

describe('fixtures/bad-suites', () => {
  it('has a sound base', async () => {
    const { loaded, diagnostics } = loadApi(await filesOf('base'), 'suites/bad');
    assert.deepEqual(diagnostics, []);
    assert.ok(loaded);
  });

  it('has a folder for every code of suites', async () => {
    assert.deepEqual((await readdir(ROOT)).sort(), [...DIAGNOSTIC_CODES.suite, 'base'].sort());
  });

  for (const code of DIAGNOSTIC_CODES.suite.filter((one) => one !== 'NOTHING_SELECTED')) {
    it(`${code} is found, at its place, and nothing else`, async () => {
      const { diagnostics } = loadApi(await filesOf(code), 'suites/bad');
      const found = diagnostics.map((finding) => ({ code: finding.code, ...finding.location?.source }));
      assert.deepEqual(found, [await json(`${code}/expected.json`)]);
    });
  }

  it('NOTHING_SELECTED is found when a plan is made', async () => {
    const { loaded } = loadApi(await filesOf('NOTHING_SELECTED'), 'suites/bad');
    assert.ok(loaded);
    const { plan, diagnostics } = planRun(loaded, {
      sut: { role: 'provider', baseUrl: 'http://127.0.0.1:1' },
      values: {},
      selection: (await json('NOTHING_SELECTED/selection.json')) as Parameters<typeof planRun>[1]['selection'],
      salt: 'seed',
      engine: { name: 'assay', version: '0', digest: '0', nodeMajor: 20 },
    });
    assert.equal(plan, undefined);
    assert.deepEqual(
      diagnostics.map((finding) => ({ code: finding.code })),
      [await json('NOTHING_SELECTED/expected.json')],
    );
  });
});
