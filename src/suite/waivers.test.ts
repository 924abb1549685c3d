import assert from 'node:assert/strict';
import { loadApi } from './load-api.ts';
import { planRun } from './plan.ts';
import { readApiFiles } from './read-api-files.ts';

const TERMS =
  'owner: Clinical safety officer, reason: Not built yet, mitigation: Booked by telephone, expires: 2027-03-31';

describe('waivers.yaml', () => {
  let files: ReadonlyMap<string, Uint8Array>;
  before(async () => {
    files = (await readApiFiles('.', 'uec-booking')).files;
  });

  const loadedWith = (...lines: readonly string[]) =>
    loadApi(
      new Map([...files, ['waivers.yaml', Buffer.from(['waivers:', ...lines, ''].join('\n'))]]),
      'suites/uec-booking',
    );

  const errorsOf = (...lines: readonly string[]) =>
    loadedWith(...lines)
      .diagnostics.filter(({ severity }) => severity === 'error')
      .map(({ code, location }) => [code, location?.source?.file, location?.source?.line, location?.source?.column]);

  it('waives requirements and cases, and is part of the plan and of its inputs', () => {
    const { loaded } = loadedWith(`  - { requirement: P27, ${TERMS} }`, `  - { case: BK-01, ${TERMS} }`);
    assert.ok(loaded);
    const { plan } = planRun(loaded, {
      sut: { role: 'provider', baseUrl: 'http://127.0.0.1:1' },
      values: {},
      selection: { filter: ['BK-01'], tags: [], simulator: true },
      salt: 'seed',
      engine: { name: 'assay', version: '0', digest: '0', nodeMajor: 20 },
    });
    const terms = {
      owner: 'Clinical safety officer',
      reason: 'Not built yet',
      mitigation: 'Booked by telephone',
      expires: '2027-03-31',
    };
    assert.deepEqual(plan?.waivers, [
      { of: 'requirement', id: 'P27', ...terms, source: { file: 'waivers.yaml', line: 2, column: 5 } },
      { of: 'case', id: 'BK-01', ...terms, source: { file: 'waivers.yaml', line: 3, column: 5 } },
    ]);
    assert.ok(plan.inputs.some(({ path }) => path === 'waivers.yaml'));
  });

  it('leaves no trace in a plan without it', () => {
    assert.deepEqual(loadApi(files, 'suites/uec-booking').loaded?.waivers, []);
  });

  for (const [what, line, code, column] of [
    ['a requirement that does not exist', `requirement: P99, ${TERMS}`, 'UNKNOWN_REQUIREMENT', 20],
    ['a case that does not exist', `case: BK-999, ${TERMS}`, 'UNKNOWN_CASE', 13],
    ['neither', TERMS, 'MISSING_KEY', 5],
    ['both', `case: BK-01, requirement: P27, ${TERMS}`, 'UNKNOWN_KEY', 20],
    ['no owner', `case: BK-01, ${TERMS.replace(/owner: [^,]*, /, '')}`, 'MISSING_KEY', 5],
    ['no mitigation', `case: BK-01, ${TERMS.replace(/mitigation: [^,]*, /, '')}`, 'MISSING_KEY', 5],
    ['an empty reason', `case: BK-01, ${TERMS.replace('Not built yet', '""')}`, 'WRONG_VALUE', 60],
    ['a day that does not exist', `case: BK-01, ${TERMS.replace('03-31', '02-31')}`, 'WRONG_VALUE', undefined],
    ['a day that is none', `case: BK-01, ${TERMS.replace('2027-03-31', 'never')}`, 'WRONG_VALUE', undefined],
    ['a key that nobody knows', `case: BK-01, ${TERMS}, until: 2027-01-01`, 'UNKNOWN_KEY', undefined],
  ] as const) {
    it(`is refused with ${what}, at its place`, () => {
      const found = errorsOf(`  - { ${line} }`);
      assert.equal(found.length, 1);
      const [[foundCode, file, foundLine, foundColumn] = []] = found;
      assert.deepEqual([foundCode, file, foundLine], [code, 'waivers.yaml', 2]);
      if (column !== undefined) assert.equal(foundColumn, column);
    });
  }

  it('is refused with two waivers of one thing, at the second', () => {
    const found = errorsOf(`  - { case: BK-01, ${TERMS} }`, `  - { case: BK-01, ${TERMS} }`);
    assert.deepEqual(found, [['DUPLICATE_ID', 'waivers.yaml', 3, 13]]);
  });
});
