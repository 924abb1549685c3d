import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { canonicalJson } from '../model/canonical-json.ts';
import { sha256 } from '../model/digest.ts';
import type { JsonObject } from '../model/json.ts';
import type { Selection } from '../model/plan.ts';
import type { Role } from '../model/system-under-test.ts';
import { loadApi } from './load-api.ts';
import { planRun } from './plan.ts';

const API = `
api: a
title: An interface
version: "1"
fhir: stu3
sources: { s: { title: S, url: https://example.org/ } }
values: { service: "1", patient: { name: Ada, gender: female } }
interactions: { search: { title: Search, method: GET, path: /Slot } }
`;

const step = 'steps: [{ id: a, send: { interaction: search }, expect: [{ status: [{ is: 200, cite: s }] }] }]';
const changed = 'mutate: [{ in: method, value: PUT }], expect: [{ status: [{ is: 405, cite: s }] }]';

const suite = (id: string, role: Role, tests: readonly string[]): string =>
  `suite: ${id}\ntitle: ${id}\napi: a\nrole: ${role}\ntests:\n${tests.map((test) => `  - { ${test} }\n`).join('')}`;

const FILES = {
  'suites/a/api.yaml': API,
  'suites/a/b.suite.yaml': suite('a/b', 'provider', [
    `id: B-02, title: Refuses to put, polarity: negative, verifies: [R], tags: [http], twin: A-01, ${changed}`,
    `id: B-01, title: Finds, polarity: positive, verifies: [R], simulatorOnly: why, ${step}`,
  ]),
  'suites/a/a.suite.yaml': suite('a/a', 'provider', [
    `id: A-01, title: Searches, polarity: positive, verifies: [R], ${step}`,
    `id: A-02, title: Searches again, polarity: positive, verifies: [R], tags: [smoke], ${step}`,
  ]),
  'suites/a/c.suite.yaml': suite('a/c', 'client', [
    `id: C-01, title: Asks, polarity: positive, verifies: [R], ${step}`,
  ]),
};

function plan(selection: Partial<Selection> = {}, values: JsonObject = {}) {
  const files = new Map(Object.entries(FILES).map(([path, text]) => [path, new TextEncoder().encode(text)]));
  const { loaded, diagnostics } = loadApi(files, 'suites/a');
  assert.deepEqual(diagnostics, []);
  assert.ok(loaded);
  return planRun(loaded, {
    sut: { role: 'provider', baseUrl: 'http://127.0.0.1:1' },
    values,
    selection: { filter: [], tags: [], simulator: false, ...selection },
    salt: 'seed',
    engine: { name: 'assay', version: '0', digest: '0', nodeMajor: 20 },
  });
}

const idsOf = (selection: Partial<Selection>): readonly string[] | undefined =>
  plan(selection).plan?.cases.map(({ id }) => id);

describe('planRun', () => {
  it('orders cases by file and place, and numbers them', () => {
    assert.deepEqual(
      plan({ simulator: true }).plan?.cases.map(({ id, suite: of, index }) => [id, of, index]),
      [
        ['A-01', 'a/a', 0],
        ['A-02', 'a/a', 1],
        ['B-02', 'a/b', 2],
        ['B-01', 'a/b', 3],
      ],
    );
  });

  it('says of every other case why it is left out', () => {
    assert.deepEqual(plan({ filter: ['again'] }).plan?.excluded, [
      { id: 'A-01', suite: 'a/a', reason: 'not-selected' },
      { id: 'B-02', suite: 'a/b', reason: 'not-selected' },
      { id: 'B-01', suite: 'a/b', reason: 'simulator-only' },
      { id: 'C-01', suite: 'a/c', reason: 'other-role' },
    ]);
  });

  it('selects by id, title, suite and tag, and brings the twin of a negative', () => {
    assert.deepEqual(idsOf({ filter: ['b-02'] }), ['A-01', 'B-02']);
    assert.deepEqual(idsOf({ filter: ['AGAIN'] }), ['A-02']);
    assert.deepEqual(idsOf({ filter: ['a/a'] }), ['A-01', 'A-02']);
    assert.deepEqual(idsOf({ tags: ['http', 'smoke'] }), ['A-01', 'A-02', 'B-02']);
    assert.deepEqual(idsOf({ tags: ['smoke'], filter: ['A-01'] }), undefined);
  });

  it('refuses each filter and each tag that fits no case, even beside one that does', () => {
    const found = (selection: Parameters<typeof plan>[0]) =>
      plan(selection).diagnostics.map(({ code, hint }) => [code, /"(.*)"\?/.exec(hint ?? '')?.[1]]);
    assert.deepEqual(found({ filter: ['A-01', 'nothing'], tags: ['smoke', 'smok'] }), [
      ['NOTHING_SELECTED', undefined],
      ['NOTHING_SELECTED', 'smoke'],
    ]);
    assert.deepEqual(found({ filter: [''] }), [['NOTHING_SELECTED', undefined]]);
    assert.deepEqual(found({ tags: ['smoke'], filter: ['A-01'] }), [['NOTHING_SELECTED', undefined]]);
  });

  it('is the same for the same inputs, and lists them by path with their digests', () => {
    assert.equal(canonicalJson(plan()), canonicalJson(plan()));
    assert.deepEqual(
      plan().plan?.inputs,
      Object.entries(FILES)
        .map(([path, text]) => ({ path, sha256: sha256(text) }))
        .sort((left, right) => (left.path < right.path ? -1 : 1)),
    );
  });

  it("puts configured values in the place of the interface's", () => {
    const { plan: made } = plan({}, { patient: { name: 'Grace' } });
    assert.deepEqual(made?.values, { service: '1', patient: { name: 'Grace', gender: 'female' } });
  });

  it('refuses values that the interface does not have, or not in that shape', () => {
    const found = (values: JsonObject) =>
      plan({}, values).diagnostics.map(({ code, location }) => [code, location?.pointer]);
    assert.deepEqual(found({ servise: '2', patient: { nmae: 'Grace' } }), [
      ['UNKNOWN_VALUE', '/servise'],
      ['UNKNOWN_VALUE', '/patient/nmae'],
    ]);
    assert.deepEqual(found({ service: { id: '2' }, patient: 'Grace' }), [
      ['WRONG_TYPE', '/service'],
      ['WRONG_TYPE', '/patient'],
    ]);
    assert.deepEqual(plan({}, { servise: '2' }).plan, undefined);
  });
});
