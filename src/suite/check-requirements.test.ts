import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { loadApi } from './load-api.ts';
import { readApiFiles } from './read-api-files.ts';

const FILE = 'suites/bad/requirements.yaml';
const row = (members: string) => `  - { text: It works., role: provider, environment: development, ${members} }\n`;
const R1 = row('id: R1, level: MUST, assessed: automated');

/** What is found when a sound little interface, whose case verifies R1, has these requirements. */
async function found(rows: string, change = (suite: string) => suite) {
  const { files } = await readApiFiles('fixtures/bad-suites/base', 'bad');
  const suites = [...files].map(([path, bytes]): [string, Uint8Array] =>
    path.endsWith('.suite.yaml') ? [path, Buffer.from(change(Buffer.from(bytes).toString()))] : [path, bytes],
  );
  const { diagnostics } = loadApi(new Map([...suites, [FILE, Buffer.from(`requirements:\n${rows}`)]]), 'suites/bad');
  return diagnostics;
}

const placesOf = async (rows: string) =>
  (await found(rows)).map(({ code, severity, location }) => [
    code,
    severity,
    location?.source?.file,
    location?.source?.line,
  ]);

describe('requirements', () => {
  it('are sound when a case verifies each', async () => assert.deepEqual(await found(R1), []));

  it('say what it takes to show them by a known word', async () => {
    const shownBy = (word: string) => row(`id: R1, level: MUST, assessed: automated, shownBy: ${word}`);
    assert.deepEqual(await found(shownBy('official-profiles')), []);
    assert.deepEqual(await placesOf(shownBy('official-profile')), [['WRONG_VALUE', 'error', FILE, 2]]);
  });

  it('that must be met and tested are warned of, the others told, where they stand', async () => {
    const rows = [
      R1,
      row('id: R2, level: MUST, assessed: automated'),
      row('id: R3, level: SHOULD, assessed: automated'),
      row('id: R4, level: MUST, assessed: attested'),
      row('id: R5, level: MUST, assessed: witnessed'),
    ];
    assert.deepEqual(await placesOf(rows.join('')), [
      ['REQUIREMENT_NOT_VERIFIED', 'warning', FILE, 3],
      ['REQUIREMENT_NOT_VERIFIED', 'information', FILE, 4],
      ['REQUIREMENT_NOT_VERIFIED', 'information', FILE, 5],
      ['REQUIREMENT_NOT_VERIFIED', 'information', FILE, 6],
    ]);
  });

  it('have ids and aliases of their own', async () => {
    const rows = [
      row('id: R1, alias: Q1, level: MUST, assessed: automated'),
      row('id: R1, level: MUST, assessed: automated'),
      row('id: R2, alias: Q1, level: MUST, assessed: automated'),
    ];
    assert.deepEqual(await placesOf(rows.join('')), [
      ['DUPLICATE_ID', 'error', FILE, 3],
      ['DUPLICATE_ID', 'error', FILE, 4],
    ]);
  });

  it('are verified by their ids: of an alias it is told whose it is', async () => {
    const aliased = row('id: R1, alias: Q1, level: MUST, assessed: automated');
    const [finding] = await found(aliased, (suite) => suite.replace('verifies: [R1]', 'verifies: [Q1]'));
    assert.equal(finding?.code, 'UNKNOWN_REQUIREMENT');
    assert.match(finding?.hint ?? '', /"R1"/);
  });

  it('are verified by single assertions too, whose names must lead somewhere', async () => {
    const asserting = (ids: string) => (suite: string) =>
      suite.replace('cite: standard }] }', `cite: standard }], verifies: [${ids}] }`);
    const rows = R1 + row('id: R2, level: MUST, assessed: automated');
    assert.deepEqual(await found(rows, asserting('R2')), []);
    const [finding] = await found(rows, asserting('R2, R3'));
    assert.equal(finding?.code, 'UNKNOWN_REQUIREMENT');
    const codes = (await found(rows, (suite) => suite.replace(/status: .*cite: standard }]/, 'verifies: [R2]'))).map(
      ({ code }) => code,
    );
    assert.deepEqual(codes, ['WRONG_VALUE']);
  });
});
