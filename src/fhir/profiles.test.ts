import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { JsonObject } from '../model/json.ts';
import { type ConformancePackage, packageFromArchive, packageFromFiles } from './conformance-package.ts';
import { coreDefinitions } from './definitions/store.ts';
import { parseStructureDefinition } from './definitions/structure-definition.ts';
import { snapshotOf } from './snapshot/snapshot.ts';
import { newValidator } from './validator.ts';

const CORE = 'http://hl7.org/fhir/StructureDefinition/';
const URL_OF = (name: string): string => `https://example.org/StructureDefinition/${name}`;

function profile(name: string, type: string, element: readonly JsonObject[]): JsonObject {
  return {
    resourceType: 'StructureDefinition',
    url: URL_OF(name),
    version: '1.0.0',
    name,
    status: 'draft',
    kind: type === 'Extension' ? 'complex-type' : 'resource',
    abstract: false,
    type,
    baseDefinition: CORE + type,
    derivation: 'constraint',
    differential: { element },
  };
}

const NHS = 'https://fhir.nhs.uk/Id/nhs-number';

const patientProfile = profile('AssayPatient', 'Patient', [
  {
    id: 'Patient.extension',
    path: 'Patient.extension',
    slicing: { discriminator: [{ type: 'value', path: 'url' }], rules: 'open' },
  },
  {
    id: 'Patient.extension:nickname',
    path: 'Patient.extension',
    sliceName: 'nickname',
    max: '1',
    type: [{ code: 'Extension', profile: [URL_OF('Nickname')] }],
  },
  {
    id: 'Patient.identifier',
    path: 'Patient.identifier',
    min: 1,
    slicing: { discriminator: [{ type: 'value', path: 'system' }], rules: 'closed', ordered: true },
  },
  { id: 'Patient.identifier:nhs', path: 'Patient.identifier', sliceName: 'nhs', min: 1, max: '1' },
  { id: 'Patient.identifier:nhs.system', path: 'Patient.identifier.system', min: 1, fixedUri: NHS },
  { id: 'Patient.identifier:nhs.value', path: 'Patient.identifier.value', min: 1, maxLength: 10 },
  { id: 'Patient.identifier:local', path: 'Patient.identifier', sliceName: 'local', max: '2' },
  { id: 'Patient.identifier:local.system', path: 'Patient.identifier.system', min: 1, fixedUri: 'urn:local' },
  { id: 'Patient.gender', path: 'Patient.gender', min: 1 },
  { id: 'Patient.deceased[x]', path: 'Patient.deceasedBoolean', fixedBoolean: false },
  { id: 'Patient.maritalStatus', path: 'Patient.maritalStatus', patternCodeableConcept: { coding: [{ code: 'M' }] } },
  { id: 'Patient.photo', path: 'Patient.photo', max: '0' },
  {
    id: 'Patient',
    path: 'Patient',
    constraint: [{ key: 'ex-1', severity: 'error', human: 'Female patients only', expression: "gender = 'female'" }],
  },
]);

const nickname = profile('Nickname', 'Extension', [
  { id: 'Extension', path: 'Extension', max: '1' },
  { id: 'Extension.extension', path: 'Extension.extension', max: '0' },
  { id: 'Extension.url', path: 'Extension.url', fixedUri: URL_OF('Nickname') },
  { id: 'Extension.value[x]', path: 'Extension.value[x]', min: 1, type: [{ code: 'string' }] },
]);

function packageOf(...resources: readonly JsonObject[]): ConformancePackage {
  const files = new Map(resources.map((json, index) => [`${index}.json`, Buffer.from(JSON.stringify(json))]));
  return packageFromFiles('test', files, 'r4').package;
}

const valid: JsonObject = {
  resourceType: 'Patient',
  meta: { profile: [URL_OF('AssayPatient')] },
  text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">x</div>' },
  extension: [{ url: URL_OF('Nickname'), valueString: 'Ada' }],
  identifier: [
    { system: NHS, value: '9990000018' },
    { system: 'urn:local', value: '1' },
  ],
  gender: 'female',
  deceasedBoolean: false,
  maritalStatus: { coding: [{ code: 'M', system: 'http://terminology.hl7.org/CodeSystem/v3-MaritalStatus' }] },
};

for (const version of ['stu3', 'r4'] as const) {
  describe(`profiles of a package, ${version}`, () => {
    const packages = [packageOf(patientProfile, nickname)];
    const errors = (resource: JsonObject): readonly string[] =>
      newValidator(version, { packages })
        .validate(resource)
        .diagnostics.filter(({ severity }) => severity === 'error')
        .map(({ code, location }) => `${code} ${location?.pointer}`);

    it('accepts a resource that meets the profile it claims', () => {
      assert.deepEqual(errors(valid), []);
      assert.deepEqual(newValidator(version, { packages }).validate(valid).profiles, [
        { url: URL_OF('AssayPatient'), version: '1.0.0', checked: 'official' },
      ]);
    });

    const [nhs, local] = [
      { system: NHS, value: '9990000018' },
      { system: 'urn:local', value: '1' },
    ];
    const faults: readonly (readonly [title: string, change: JsonObject, expected: string])[] = [
      ['a slice that is missing', { identifier: [local] }, 'SLICE_MISSING /identifier'],
      ['a slice that occurs too often', { identifier: [nhs, nhs] }, 'SLICE_TOO_MANY /identifier/1'],
      [
        'a value in no slice of a closed slicing',
        { identifier: [nhs, { system: 'urn:other' }] },
        'SLICE_UNMATCHED /identifier/1',
      ],
      ['slices in the wrong order', { identifier: [local, nhs] }, 'SLICE_ORDER /identifier/1'],
      ['an element missing inside a slice', { identifier: [{ system: NHS }] }, 'MISSING_ELEMENT /identifier/0/value'],
      [
        'a value too long inside a slice',
        { identifier: [{ system: NHS, value: '99900000180' }] },
        'VALUE_TOO_LONG /identifier/0/value',
      ],
      ['a prohibited element', { photo: [{ title: 'x' }] }, 'PROHIBITED_ELEMENT /photo'],
      ['another value than the fixed one', { deceasedBoolean: true }, 'FIXED_VALUE /deceasedBoolean'],
      [
        'a type that the profile took away',
        { deceasedBoolean: undefined as never, deceasedDateTime: '2020' },
        'UNKNOWN_ELEMENT /deceasedDateTime',
      ],
      ['a value without the pattern', { maritalStatus: { text: 'M' } }, 'PATTERN_VALUE /maritalStatus'],
      ['a constraint of the profile', { gender: 'male' }, 'INVARIANT '],
      [
        'an extension of the wrong type',
        { extension: [{ url: URL_OF('Nickname'), valueCode: 'a' }] },
        'UNKNOWN_ELEMENT /extension/0/valueCode',
      ],
      [
        'an extension that occurs too often',
        { extension: [0, 1].map(() => ({ url: URL_OF('Nickname'), valueString: 'a' })) },
        'SLICE_TOO_MANY /extension/1',
      ],
    ];
    for (const [title, change, expected] of faults) {
      it(`reports ${title} once`, () => {
        assert.deepEqual(errors(JSON.parse(JSON.stringify({ ...valid, ...change }))), [expected]);
      });
    }

    it('checks the resources of Bundle entries that a profile slices by type', () => {
      const bundle = profile('AssayBundle', 'Bundle', [
        {
          id: 'Bundle.entry',
          path: 'Bundle.entry',
          slicing: { discriminator: [{ type: 'type', path: 'resource' }], rules: 'closed' },
        },
        { id: 'Bundle.entry:patient', path: 'Bundle.entry', sliceName: 'patient', min: 1, max: '1' },
        {
          id: 'Bundle.entry:patient.resource',
          path: 'Bundle.entry.resource',
          min: 1,
          type: [{ code: 'Patient', profile: [URL_OF('AssayPatient')] }],
        },
      ]);
      const validator = newValidator(version, { packages: [packageOf(patientProfile, nickname, bundle)] });
      const { meta: _, ...unclaimed } = valid;
      const found = (...resources: readonly JsonObject[]): readonly string[] =>
        validator
          .validate(
            { resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) },
            { profiles: [URL_OF('AssayBundle')] },
          )
          .diagnostics.filter(({ severity }) => severity === 'error')
          .map(({ code, location }) => `${code} ${location?.pointer}`);
      assert.deepEqual(found(unclaimed), []);
      assert.deepEqual(found({ ...unclaimed, gender: 'male' }), ['INVARIANT /entry/0/resource']);
      assert.deepEqual(found(unclaimed, { resourceType: 'Basic', code: { text: 'x' } }), ['SLICE_UNMATCHED /entry/1']);
      assert.deepEqual(found(unclaimed, unclaimed), ['SLICE_TOO_MANY /entry/1']);
    });

    it('checks a profile that the caller asks for, and says when it is for another type', () => {
      const validator = newValidator(version, { packages });
      const { diagnostics, profiles } = validator.validate(
        { resourceType: 'Patient', gender: 'male' },
        { profiles: [URL_OF('AssayPatient')] },
      );
      assert.ok(diagnostics.some(({ code }) => code === 'SLICE_MISSING' || code === 'MISSING_ELEMENT'));
      assert.equal(profiles[0]?.checked, 'official');
      const slot = validator.validate(
        { resourceType: 'Basic', code: { text: 'x' } },
        { profiles: [URL_OF('AssayPatient')] },
      );
      assert.equal(slot.diagnostics.find(({ severity }) => severity === 'error')?.code, 'PROFILE_TYPE');
    });

    it('uses our differential for an official profile that is not at hand, and says so', () => {
      const official = 'https://example.org/official/Patient';
      const own = newValidator(version, {
        packages: [packageOf(patientProfile, nickname)],
        standIns: { [official]: URL_OF('AssayPatient') },
      });
      const report = own.validate({ resourceType: 'Patient', gender: 'female' }, { profiles: [official] });
      assert.deepEqual(report.profiles, [{ url: official, version: '1.0.0', checked: 'assay-rules' }]);
      assert.ok(report.diagnostics.some(({ rule }) => rule?.startsWith(URL_OF('AssayPatient'))));
    });

    it('does not check against a profile whose base is not at hand, and says why', () => {
      const orphan = { ...profile('Orphan', 'Patient', []), baseDefinition: 'https://example.org/none' };
      const report = newValidator(version, { packages: [packageOf(orphan)] }).validate(
        { resourceType: 'Patient', gender: 'female' },
        { profiles: [URL_OF('Orphan')] },
      );
      assert.deepEqual(
        report.diagnostics.filter(({ severity }) => severity === 'not-checked').map(({ code }) => code),
        ['PROFILE_INVALID'],
      );
    });
  });
}

describe('profiles of the specification', () => {
  const loinc = (code: string): JsonObject => ({ coding: [{ system: 'http://loinc.org', code }] });
  const pressure = (code: string): JsonObject => ({
    code: loinc(code),
    valueQuantity: { value: 80, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
  });
  const bloodPressure: JsonObject = {
    resourceType: 'Observation',
    meta: { profile: [`${CORE}bp`] },
    text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">x</div>' },
    status: 'final',
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] },
    ],
    code: loinc('85354-9'),
    subject: { reference: 'Patient/1' },
    effectiveDateTime: '2026-01-01',
    component: [pressure('8480-6'), pressure('8462-4')],
  };
  const found = (change: JsonObject): readonly string[] =>
    newValidator('r4')
      .validate({ ...bloodPressure, ...change })
      .diagnostics.filter(({ severity }) => severity === 'error')
      .map(({ code, location }) => `${code} ${location?.pointer}`);

  it('are at hand: blood pressure has its two components and its code', () => {
    assert.deepEqual(found({}), []);
    assert.deepEqual(found({ code: loinc('1') }), ['SLICE_MISSING /code/coding']);
    assert.deepEqual(found({ component: [pressure('8480-6')] }), ['TOO_FEW_VALUES /component']);
    assert.deepEqual(found({ component: [pressure('8480-6'), pressure('8480-6')] }), [
      'SLICE_TOO_MANY /component/1',
      'SLICE_MISSING /component',
    ]);
  });
});

describe('snapshotOf', () => {
  const store = coreDefinitions('r4');

  it('gives every element one id, slices after what they slice', () => {
    const parsed = parseStructureDefinition(patientProfile);
    assert.ok(parsed);
    const result = snapshotOf(parsed, store.structure);
    assert.ok('snapshot' in result);
    const ids = result.snapshot.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.indexOf('Patient.identifier') < ids.indexOf('Patient.identifier:nhs'));
    assert.ok(ids.indexOf('Patient.identifier:nhs.value') < ids.indexOf('Patient.identifier:local'));
    const value = result.snapshot.find(({ id }) => id === 'Patient.identifier:nhs.value');
    assert.deepEqual([value?.min, value?.max, value?.maxLength], [1, '1', 10]);
  });

  it('names an element that the base does not have', () => {
    const parsed = parseStructureDefinition(profile('Bad', 'Patient', [{ id: 'Patient.nose', path: 'Patient.nose' }]));
    assert.ok(parsed);
    assert.ok('problem' in snapshotOf(parsed, store.structure));
  });

  it('slices a slice again', () => {
    const parsed = parseStructureDefinition(
      profile('Again', 'Patient', [
        {
          id: 'Patient.identifier',
          path: 'Patient.identifier',
          slicing: { discriminator: [{ type: 'value', path: 'use' }], rules: 'open' },
        },
        { id: 'Patient.identifier:a', path: 'Patient.identifier', sliceName: 'a' },
        { id: 'Patient.identifier:a/b', path: 'Patient.identifier', sliceName: 'a/b', min: 1 },
      ]),
    );
    assert.ok(parsed);
    const result = snapshotOf(parsed, store.structure);
    assert.ok('snapshot' in result && result.snapshot.some(({ id }) => id === 'Patient.identifier:a/b'));
  });
});

/** A ustar header and content (https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html). */
function tarEntry(path: string, content: string, type = '0'): Buffer {
  const header = Buffer.alloc(512);
  header.write(path, 0);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write(type, 156);
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  body.write(content);
  return Buffer.concat([header, body]);
}

const tgz = (...entries: readonly Buffer[]): Buffer => gzipSync(Buffer.concat([...entries, Buffer.alloc(1024)]));

describe('packageFromArchive', () => {
  const manifest = tarEntry('package/package.json', '{"name":"x","version":"1.2.3"}');
  const definition = tarEntry('package/p.json', JSON.stringify(patientProfile));
  const codes = (archive: Uint8Array): readonly string[] =>
    packageFromArchive('x', archive, 'r4').diagnostics.map(({ code }) => code);

  it('reads definitions, version and digest', () => {
    const { package: read, diagnostics } = packageFromArchive('x', tgz(manifest, definition), 'r4');
    assert.deepEqual(diagnostics, []);
    assert.equal(read.version, '1.2.3');
    assert.deepEqual([...read.structures.keys()], [URL_OF('AssayPatient')]);
    assert.match(read.sha256, /^[0-9a-f]{64}$/);
  });

  it('reads definitions in XML and names files that it cannot read', () => {
    const xml = '<ValueSet xmlns="http://hl7.org/fhir"><url value="urn:vs"/><status value="draft"/></ValueSet>';
    const files = [
      tarEntry('a.xml', xml),
      tarEntry('b.xml', '<ValueSet'),
      tarEntry('c.json', '[]'),
      tarEntry('d.txt', 'x'),
    ];
    const { package: read, diagnostics } = packageFromArchive('x', tgz(...files), 'r4');
    assert.deepEqual([...read.valueSets.keys()], ['urn:vs']);
    assert.deepEqual(
      diagnostics.map(({ code, severity }) => `${code} ${severity}`),
      Array(2).fill('PACKAGE_UNREADABLE warning'),
    );
  });

  it('refuses paths that leave the archive, links and devices', () => {
    for (const path of ['../x.json', '/x.json', 'a/../../x.json', 'C:/x.json', 'a\\x.json']) {
      assert.ok(codes(tgz(definition, tarEntry(path, '{}'))).includes('PACKAGE_UNSAFE'), path);
    }
    for (const type of ['1', '2', '3', '6']) {
      assert.ok(codes(tgz(definition, tarEntry('package/x', '', type))).includes('PACKAGE_UNSAFE'), type);
    }
    const long = tarEntry('x', '20 path=../evil.json\n', 'x');
    assert.ok(codes(tgz(long, definition)).includes('PACKAGE_UNSAFE'));
  });

  it('refuses what unpacks to too much, is cut short or is no archive', () => {
    const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024));
    assert.ok(codes(bomb).includes('PACKAGE_LIMIT'));
    assert.ok(codes(Buffer.from('no')).includes('PACKAGE_UNREADABLE'));
    assert.ok(codes(gzipSync(definition.subarray(0, 600))).includes('PACKAGE_UNREADABLE'));
    assert.ok(codes(tgz(manifest)).includes('PACKAGE_UNREADABLE'));
  });
});
