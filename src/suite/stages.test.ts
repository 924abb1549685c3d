import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { loadApi } from './load-api.ts';
import { readApiFiles } from './read-api-files.ts';

const FILE = 'suites/bad/submission.yaml';
const REQUIREMENTS = `requirements:
  - { id: R1, text: Slots can be found., level: MUST, role: provider, assessed: automated, environment: development }
  - { id: R2, text: Slots are logged., level: MUST, role: provider, assessed: attested, environment: none }
`;

const test = (id: string, more = '') => `
  - id: ${id}
    title: Finds slots
    polarity: positive
    verifies: [R1]
    ${more}
    steps: [{ id: search, send: { interaction: search }, expect: [{ status: [{ is: 200, cite: standard }] }] }]`;
const SUITE = `suite: bad/one
title: One suite
api: bad
role: provider
tests:${test('A-01')}${test('A-02', 'tags: [smoke]')}${test('A-03', 'simulatorOnly: It has no defects.')}
`;

/** A little interface with these stages. */
async function load(stages: string) {
  const { files } = await readApiFiles('fixtures/bad-suites/base', 'bad');
  const texts = { 'suites/bad/one.suite.yaml': SUITE, 'suites/bad/requirements.yaml': REQUIREMENTS, [FILE]: stages };
  const changed = Object.entries(texts).map(([path, text]): [string, Uint8Array] => [path, Buffer.from(text)]);
  return loadApi(new Map([...files, ...changed]), 'suites/bad');
}

const stage = (cases: string, more = '') =>
  `  - { id: int, title: INT, role: provider, cases: ${cases}, identity: [name]${more} }\n`;

async function placesOf(stages: string) {
  const { diagnostics } = await load(`stages:\n${stages}`);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return errors.map(({ code, location }) => [
    code,
    location?.source?.file,
    location?.source?.line,
    location?.source?.column,
  ]);
}

async function chosen(cases: string) {
  const { loaded } = await load(`stages:\n${stage(cases)}`);
  const [only] = loaded?.api.stages ?? [];
  return { cases: only?.cases, unverified: only?.unverified };
}

describe('submission.yaml', () => {
  it('asks for all cases that are not for our own provider, for those with a tag, or for those that verify a requirement', async () => {
    assert.deepEqual(await chosen('all'), { cases: ['A-01', 'A-02'], unverified: [] });
    assert.deepEqual(await chosen('{ tags: [smoke] }'), { cases: ['A-02'], unverified: [] });
    assert.deepEqual(await chosen('{ requirements: [R1] }'), { cases: ['A-01', 'A-02'], unverified: [] });
  });

  it('keeps in mind a requirement that no case verifies', async () => {
    assert.deepEqual(await chosen('{ tags: [smoke], requirements: [R2] }'), { cases: ['A-02'], unverified: ['R2'] });
  });

  it('holds what must be known, and the environment', async () => {
    const { loaded } = await load(`stages:\n${stage('all', ', environment: INT')}`);
    const { identity, environment, role, title } = loaded?.api.stages[0] ?? {};
    assert.deepEqual(
      { identity, environment, role, title },
      { identity: ['name'], environment: 'INT', role: 'provider', title: 'INT' },
    );
  });

  /** The fault, its code, and the text at which it stands, last in its line. */
  const faults: Readonly<Record<string, readonly [stages: string, code: string, at: string]>> = {
    'a tag of no case': [stage('{ tags: [smok] }'), 'UNKNOWN_TAG', 'smok]'],
    'a requirement that is not listed': [stage('{ requirements: [R9] }'), 'UNKNOWN_REQUIREMENT', 'R9'],
    'two stages of one name': [stage('all') + stage('all'), 'DUPLICATE_ID', 'int,'],
    'a role without cases': [stage('all').replace('provider', 'client'), 'NOTHING_SELECTED', 'all'],
    'another word than all': [stage('most'), 'WRONG_VALUE', 'most'],
    'no selector': [stage('{ }'), 'WRONG_VALUE', '{ }'],
    'a fact that nobody asks for': [stage('all').replace('[name]', '[nme]'), 'WRONG_VALUE', 'nme'],
    'a misspelt key': [stage('all').replace('identity', 'identiy'), 'UNKNOWN_KEY', 'identiy'],
  };
  for (const [name, [stages, code, at]] of Object.entries(faults)) {
    it(`with ${name} is ${code}, at its place, and nothing else`, async () => {
      const lines = stages.trimEnd().split('\n');
      const column = (lines.at(-1)?.indexOf(at) ?? 0) + 1;
      assert.deepEqual(await placesOf(stages), [[code, FILE, lines.length + 1, column]]);
    });
  }
});
