import { deepEqual, equal } from 'node:assert/strict';
import { loadApi } from './load-api.ts';

const API = `api: notes
title: Notes by XML
version: "1"
sources: { rules: { title: Rules, url: "https://example.org/rules" } }
interactions:
  note: { title: Note, method: POST, path: /notes }
`;

const suite = (expect: string, more = ''): string => `suite: notes/one
title: Notes
api: notes
role: provider
tests:
  - id: N-01
    title: Takes a note
    polarity: positive
    verifies: [N1]
    steps:
      - id: note
        send: { interaction: note, body: "<note>\${values.text}</note>" }
        expect: [${expect}]
        ${more}
`;

const STATUS = 'status: [{ is: 200, cite: rules }]';

/** Codes and places of what is found in the interface with these files. */
function found(api: string, tests: string): readonly string[] {
  const files = { 'suites/notes/api.yaml': `${api}values: { text: hello }\n`, 'suites/notes/one.suite.yaml': tests };
  const { diagnostics } = loadApi(
    new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])),
    'suites/notes',
  );
  return diagnostics.map(({ code, location }) => `${code} ${location?.source?.line}:${location?.source?.column}`);
}

describe('an interface without FHIR', () => {
  it('is sound when it needs none', () => {
    deepEqual(found(API, suite(`{ ${STATUS} }, { xpath: { expression: /note, present: true } }`)), []);
  });

  for (const [what, expectation] of [
    ['FHIRPath', 'fhirpath: exists()'],
    ['FHIRPath of test data', 'available: { what: note, fhirpath: exists() }'],
    ['a type of resource', 'resource: Patient'],
    ['a profile', 'profile: patient'],
    ['a pointer into a resource', 'pointer: { at: /id, present: true }'],
    ['an OperationOutcome', 'outcome: { severity: error }'],
  ] as const) {
    it(`is told that it is needed for ${what}`, () => {
      deepEqual(found(API, suite(`{ ${expectation} }`)), ['NEEDS_FHIR 13:20']);
    });
  }

  for (const [what, more, place] of [
    ['a capture by FHIRPath', 'capture: { id: { fhirpath: id } }', 'NEEDS_FHIR 14:36'],
    ['a capture by pointer', 'capture: { id: { pointer: /id } }', 'NEEDS_FHIR 14:35'],
    ['a lease', 'lease: { slot: entry.resource }', 'NEEDS_FHIR 14:24'],
  ] as const) {
    it(`is told that it is needed for ${what}`, () => {
      deepEqual(found(API, suite(`{ ${STATUS} }`, more)), [place]);
    });
  }

  it('is told that it is needed for probes and profiles', () => {
    const probes = 'probes: { state: { title: State, send: { interaction: note }, fhirpath: id } }\n';
    deepEqual(found(API + probes, suite(`{ ${STATUS} }`)), ['NEEDS_FHIR 7:73']);
    const profiles = 'profiles: { patient: { official: "https://example.org/patient" } }\n';
    deepEqual(found(API + profiles, suite(`{ ${STATUS} }`)), ['NEEDS_FHIR 7:13']);
  });

  it('names nothing in the body of a message', () => {
    const tests = suite(`{ ${STATUS} }, { value: { of: "\${note.response.body.id}", present: true } }`);
    deepEqual(found(API, tests), ['UNKNOWN_VALUE 13:73']);
    equal(found(API, tests.replace('body.id', 'header.ETag')).length, 0);
  });
});
