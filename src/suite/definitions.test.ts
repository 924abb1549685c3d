import assert from 'node:assert/strict';
import { createValidator } from '../fhir/validator.ts';
import { writeTarball } from '../fhir/write-tarball.ts';
import type { FileSet } from '../model/digest.ts';
import { type Loaded, loadApi } from './load-api.ts';
import { readApiFiles } from './read-api-files.ts';

const { files: BASE } = await readApiFiles('fixtures/bad-suites/base', 'bad');
const API = Buffer.from(BASE.get('suites/bad/api.yaml') ?? []).toString();

const SLOT = 'http://hl7.org/fhir/StructureDefinition/Slot';
const definition = (url: string, base = SLOT): string =>
  JSON.stringify({
    resourceType: 'StructureDefinition',
    url,
    name: 'Offered',
    kind: 'resource',
    type: 'Slot',
    baseDefinition: base,
    derivation: 'constraint',
    differential: { element: [{ id: 'Slot.identifier', path: 'Slot.identifier', min: 1 }] },
  });

const suite = (profile: string): string => `
suite: bad/one
title: One suite
api: bad
role: provider
tests:
  - id: A-01
    title: Finds slots
    polarity: positive
    verifies: [R1]
    steps:
      - id: search
        send: { interaction: search }
        expect: [{ profile: "${profile}" }]
`;

/** A sound little interface with a profile, and a suite that asks for one. */
function loadedWith(
  { declared = '{ file: offered.json }', asked = 'offered', file = definition('urn:test:offered') } = {},
  packages: Readonly<Record<string, string>> = {},
): Loaded {
  const archives = Object.entries(packages).map(
    ([name, content]) => [`packages/${name}.tgz`, writeTarball(new Map([['a.json', Buffer.from(content)]]))] as const,
  );
  const files: FileSet = new Map([
    ...BASE,
    ['suites/bad/api.yaml', Buffer.from(`${API}\nprofiles:\n  offered: ${declared}\n`)],
    ['suites/bad/one.suite.yaml', Buffer.from(suite(asked))],
    ['fixtures/bad/offered.json', Buffer.from(file)],
    ...archives,
  ]);
  return loadApi(files, 'suites/bad');
}

const found = ({ diagnostics }: Loaded): readonly string[] =>
  diagnostics.map(({ code, location }) => [code, location?.source?.file].filter(Boolean).join(' '));

describe('the profiles of an interface', () => {
  it('are read with the suites and are inputs of the plan', () => {
    const { loaded, diagnostics } = loadedWith();
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(loaded?.api.profiles, {
      offered: { own: { file: 'fixtures/bad/offered.json', url: 'urn:test:offered' } },
    });
    assert.ok(loaded?.inputs.has('fixtures/bad/offered.json'));
  });

  it('stand for the official ones by name and by URL, until a package holds those', () => {
    const official = 'https://published.example/Slot-1';
    const declared = `{ official: "${official}", file: offered.json }`;
    const slot = { resourceType: 'Slot', meta: { profile: [official] } };
    const checkedBy = ({ loaded }: Loaded) =>
      loaded &&
      createValidator(loaded.api.fhirVersion, loaded.definitions)
        .validate(slot)
        .profiles.map(({ checked }) => checked);
    assert.deepEqual(found(loadedWith({ declared, asked: official })), []);
    assert.deepEqual(checkedBy(loadedWith({ declared })), ['assay-rules']);
    assert.deepEqual(checkedBy(loadedWith({ declared }, { '01-official': definition(official) })), ['official']);
  });

  it('may be those of a package alone', () => {
    const asked = 'https://published.example/Slot-2';
    assert.deepEqual(found(loadedWith({ asked })), ['UNKNOWN_PROFILE suites/bad/one.suite.yaml']);
    const withPackage = loadedWith({ asked }, { '01-official': definition(asked) });
    assert.deepEqual(found(withPackage), []);
    assert.deepEqual(
      withPackage.loaded?.packages.map(({ file }) => file),
      ['packages/01-official.tgz'],
    );
    assert.ok(withPackage.loaded?.inputs.has('packages/01-official.tgz'));
  });

  it('are not changed by a package, nor is the specification', () => {
    const own = 'urn:test:offered';
    assert.deepEqual(found(loadedWith({}, { '01-weaker': definition(own) })), ['PACKAGE_REDEFINES']);
    const other = definition(SLOT, 'http://hl7.org/fhir/StructureDefinition/DomainResource');
    const { loaded } = loadedWith({}, { '01-other': other });
    const slot = { resourceType: 'Slot', schedule: { reference: 'Schedule/1' }, status: 'free' };
    const times = { start: '2030-01-01T09:00:00Z', end: '2030-01-01T09:10:00Z' };
    const { diagnostics } = createValidator('stu3', loaded?.definitions).validate({ ...slot, ...times });
    assert.deepEqual(diagnostics, []);
  });

  for (const [what, given, code] of [
    ['a file that is not there', { declared: '{ file: missing.json }' }, 'FILE_NOT_FOUND'],
    ['a file outside of the fixtures', { declared: '{ file: ../one.json }' }, 'PATH_OUTSIDE_ROOT'],
    ['a file that holds no definition', { file: '{}' }, 'PROFILE_INVALID'],
    ['a file that holds no JSON', { file: 'x' }, 'PROFILE_INVALID'],
    ['a base that is nowhere', { file: definition('urn:test:offered', 'urn:test:nowhere') }, 'PROFILE_INVALID'],
    ['neither file nor official URL', { declared: '{}' }, 'WRONG_VALUE'],
  ] as const) {
    it(`are reported where they are declared, with ${what}`, () => {
      const [first = '', ...more] = found(loadedWith({ asked: SLOT, ...given }));
      assert.deepEqual([first, more], [`${code} suites/bad/api.yaml`, []]);
    });
  }
});
