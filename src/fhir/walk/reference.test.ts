import assert from 'node:assert/strict';
import type { JsonObject } from '../../model/json.ts';
import { packageFromFiles } from '../conformance-package.ts';
import { newValidator } from '../validator.ts';

const CORE = 'http://hl7.org/fhir/StructureDefinition/';
const text = { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">x</div>' };

const profile = (name: string, type: string, element: readonly JsonObject[]): JsonObject => ({
  resourceType: 'StructureDefinition',
  url: `urn:${name}`,
  name,
  status: 'draft',
  kind: 'resource',
  abstract: false,
  type,
  baseDefinition: CORE + type,
  derivation: 'constraint',
  differential: { element },
});

/** Of Organizations, held against one that a Patient's `managingOrganization` points at. */
const surgery = profile('Surgery', 'Organization', [
  {
    id: 'Organization',
    path: 'Organization',
    constraint: [
      { key: 's-1', severity: 'warning', human: 'Has an alias', expression: 'alias.exists()' },
      {
        key: 's-2',
        severity: 'error',
        human: 'Is itself',
        expression: '%resource.name = name and %rootResource.name = name',
      },
    ],
  },
  { id: 'Organization.identifier', path: 'Organization.identifier', min: 1 },
]);
const registered = profile('Registered', 'Patient', [
  {
    id: 'Patient.managingOrganization',
    path: 'Patient.managingOrganization',
    type: [{ code: 'Reference', targetProfile: ['urn:Surgery'] }],
  },
]);

/** A Patient whose practitioner is in the same Bundle, and whose birth date and nicknames none of our rules can tell. */
const bundled = profile('Bundled', 'Patient', [
  {
    id: 'Patient.generalPractitioner',
    path: 'Patient.generalPractitioner',
    type: [{ code: 'Reference', aggregation: ['bundled'] }],
  },
  {
    id: 'Patient.birthDate',
    path: 'Patient.birthDate',
    type: [{ code: 'date', profile: ['http://hl7.org/fhir/StructureDefinition/date'] }],
  },
  {
    id: 'Patient.name.given',
    path: 'Patient.name.given',
    slicing: { discriminator: [{ type: 'value', path: 'extension.url' }], rules: 'open' },
  },
  { id: 'Patient.name.given:nick', path: 'Patient.name.given', sliceName: 'nick', min: 1 },
]);

/** `severity code pointer` of what is found, without rules that were skipped. */
function found(resource: JsonObject): readonly string[] {
  const files = new Map(
    [surgery, registered, bundled].map((json, index) => [`${index}.json`, Buffer.from(JSON.stringify(json))]),
  );
  return newValidator('r4', { packages: [packageFromFiles('test', files, 'r4').package] })
    .validate(resource)
    .diagnostics.filter(({ code }) => code !== 'INVARIANT_NOT_CHECKED')
    .map(({ severity, code, location }) => `${severity} ${code} ${location?.pointer}`);
}

const identifier = [{ value: 'A81001' }];
const organization = (rest: JsonObject): JsonObject => ({
  resourceType: 'Organization',
  text,
  name: 'Sample Surgery',
  ...rest,
});

/** A Bundle of a Patient with the profile and the Organization that it refers to. */
const registration = (target: JsonObject): JsonObject => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: [
    {
      fullUrl: 'urn:p',
      resource: {
        resourceType: 'Patient',
        text,
        meta: { profile: ['urn:Registered'] },
        managingOrganization: { reference: 'urn:o' },
      },
    },
    { fullUrl: 'urn:o', resource: target },
  ],
});
const reference = '/entry/0/resource/managingOrganization';

describe('the target of a reference', () => {
  it('may be of any type where the element names none', () => {
    const observation = (focus: JsonObject): JsonObject => ({
      resourceType: 'Observation',
      text,
      status: 'final',
      code: { text: 'x' },
      focus: [focus],
    });
    for (const focus of [
      { reference: 'Slot/1' },
      { reference: 'urn:x' },
      { type: 'Slot' },
      { identifier: { value: '1' } },
    ])
      assert.deepEqual(found(observation(focus)), []);
  });

  it('is the container for "#"', () => {
    const errors = (schedule: JsonObject, containerType: string): readonly string[] =>
      found({
        resourceType: containerType,
        contained: [
          {
            resourceType: 'Slot',
            id: 's',
            status: 'free',
            start: '2026-01-01T09:00:00Z',
            end: '2026-01-01T09:10:00Z',
            schedule,
          },
        ],
      }).filter((line) => line.includes('REFERENCE'));
    assert.deepEqual(errors({ reference: '#' }, 'Patient'), ['error REFERENCE_TARGET /contained/0/schedule']);
    assert.deepEqual(errors({ reference: '#' }, 'Schedule'), []);
  });

  it('is the contained resource with its id', () => {
    const contained = [
      { resourceType: 'Practitioner', id: 'a' },
      { resourceType: 'Organization', id: 'b', name: 'Sample' },
    ];
    const patient = (id: string): JsonObject => ({
      resourceType: 'Patient',
      text,
      contained,
      managingOrganization: { reference: `#${id}` },
    });
    const references = (id: string): readonly string[] =>
      found(patient(id)).filter((line) => line.includes('REFERENCE'));
    assert.deepEqual(references('b'), []);
    assert.deepEqual(references('a'), ['error REFERENCE_TARGET /managingOrganization']);
    assert.deepEqual(references('c'), []);
  });

  it('may be searched for in a transaction alone', () => {
    const bundle = (type: string, search: string): JsonObject => ({
      resourceType: 'Bundle',
      type,
      entry: [
        {
          fullUrl: 'urn:p',
          resource: { resourceType: 'Patient', text, managingOrganization: { reference: search } },
          request: { method: 'POST', url: 'Patient' },
        },
      ],
    });
    const place = '/entry/0/resource/managingOrganization';
    assert.deepEqual(found(bundle('transaction', 'Organization?identifier=1')), []);
    assert.deepEqual(found(bundle('transaction', 'Practitioner?identifier=1')), [`error REFERENCE_TARGET ${place}`]);
    assert.deepEqual(found(bundle('transaction', 'Organisation?identifier=1')), [
      `error REFERENCE_FORMAT ${place}/reference`,
    ]);
    assert.deepEqual(found(bundle('batch', 'Organization?identifier=1')), [
      `error REFERENCE_FORMAT ${place}/reference`,
    ]);
  });

  it('is one that there is, also where it may be of any type', () => {
    const basic = (reference: string): readonly (string | undefined)[] =>
      newValidator('r4')
        .validate({ resourceType: 'Basic', text, code: { text: 'x' }, subject: { reference } })
        .diagnostics.map(({ code, hint }) => `${code} ${hint}`);
    assert.deepEqual(basic('Patient/1'), []);
    assert.deepEqual(basic('patient/1'), ['REFERENCE_FORMAT Did you mean "Patient/1"?']);
    assert.deepEqual(basic(' /Patient/1'), ['REFERENCE_FORMAT Did you mean "Patient/1"?']);
    assert.deepEqual(basic('Patients/1/_history/2 '), ['REFERENCE_FORMAT Did you mean "Patient/1/_history/2"?']);
    assert.match(basic('Patient/a_b')[0] ?? '', /^REFERENCE_FORMAT \[type\]/);
    assert.match(basic('1')[0] ?? '', /^REFERENCE_FORMAT \[type\]/);
  });

  it('meets its profile but for warnings', () => {
    assert.deepEqual(found(registration(organization({ identifier }))), []);
    assert.deepEqual(found(registration(organization({}))), [`error REFERENCE_TARGET ${reference}`]);
  });

  it('is the resource of the constraints on it, and holds what it contains', () => {
    const part = { resourceType: 'Organization', id: 'part', text, name: 'Sample Group' };
    assert.deepEqual(
      found(registration(organization({ identifier, contained: [part], partOf: { reference: '#part' } }))),
      [],
    );
  });

  it('fails its profile beside a fault of its own', () => {
    const faulty = organization({ active: 'yes' });
    assert.deepEqual(found(registration(faulty)), [
      'error JSON_TYPE /entry/1/resource/active',
      `error REFERENCE_TARGET ${reference}`,
    ]);
    assert.deepEqual(found(registration(organization({ active: 'yes', identifier }))), [
      'error JSON_TYPE /entry/1/resource/active',
    ]);
  });

  it('may have to be in the same Bundle', () => {
    const patient = (practitioner: string, rest: JsonObject = {}): JsonObject => ({
      resourceType: 'Patient',
      text,
      meta: { profile: ['urn:Bundled'] },
      generalPractitioner: [{ reference: practitioner }],
      ...rest,
    });
    const together = (practitioner: string): JsonObject => ({
      resourceType: 'Bundle',
      type: 'collection',
      entry: [
        { fullUrl: 'urn:p', resource: patient(practitioner) },
        { fullUrl: 'urn:o', resource: organization({}) },
      ],
    });
    const place = '/generalPractitioner/0';
    assert.deepEqual(found(together('urn:o')), []);
    assert.deepEqual(found(together('Organization/1')), [`error REFERENCE_TARGET /entry/0/resource${place}`]);
    assert.deepEqual(found(patient('Organization/1')), [`not-checked REFERENCE_NOT_RESOLVED ${place}`]);
    const contained = [{ resourceType: 'Organization', id: 'o', name: 'Sample Surgery', text }];
    assert.deepEqual(found(patient('#o', { contained })), [`error REFERENCE_TARGET ${place}`]);
  });
});

describe('what cannot be told of a primitive', () => {
  const patient = (rest: JsonObject): readonly string[] =>
    found({ resourceType: 'Patient', text, meta: { profile: ['urn:Bundled'] }, ...rest });

  it('is whether it meets a profile', () => {
    assert.deepEqual(patient({ birthDate: '1974-12-25' }), ['not-checked PROFILE_NOT_CHECKED /birthDate']);
  });

  it('is which slice it is in, when that is told by its extensions', () => {
    assert.deepEqual(patient({ name: [{ given: ['Ada'] }] }), ['not-checked SLICING_NOT_CHECKED /name/0/given']);
  });
});
