import assert from 'node:assert/strict';
import { loadApi } from './load-api.ts';

const API = (setting: string): string => `
api: a
title: An interface
version: "1"
fhir: stu3
sources: { s: { title: S, url: https://example.org/ } }
values: { service: "1", patient: { name: Ada } }
configure:
  - ${setting}
interactions: { search: { title: Search, method: GET, path: /Slot } }
`;

const SUITE = `suite: a/one
title: One
api: a
role: provider
tests:
  - id: A-01
    title: Searches
    polarity: positive
    verifies: [R]
    steps: [{ id: find, send: { interaction: search }, expect: [{ status: [{ is: 200, cite: s }] }] }]
`;

function load(setting: string): ReturnType<typeof loadApi> {
  const files = { 'suites/a/api.yaml': API(setting), 'suites/a/one.suite.yaml': SUITE };
  return loadApi(new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])), 'suites/a');
}

describe('what a configuration is asked for', () => {
  it('is a value of the interface, alone or in its group', () => {
    for (const value of ['service', 'patient', 'patient.name']) {
      const { loaded, diagnostics } = load(`{ value: ${value}, about: What it is }`);
      assert.deepEqual(diagnostics, []);
      assert.deepEqual(loaded?.settings, [{ value, about: 'What it is' }]);
    }
  });

  it('is reported where it is written when there is no such value', () => {
    const { diagnostics } = load('{ value: patient.family, about: What it is }');
    assert.deepEqual(
      diagnostics.map(({ code, location }) => [code, location?.source?.line, location?.source?.column]),
      [['UNKNOWN_VALUE', 9, 14]],
    );
  });
});
