import assert from 'node:assert/strict';
import type { JsonObject } from '../../model/json.ts';
import type { FhirVersion } from '../../model/suite.ts';
import { newValidator } from '../validator.ts';

const text = { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">x</div>' };
const slot = (rest: JsonObject = {}): JsonObject => ({
  resourceType: 'Slot',
  text,
  schedule: { reference: 'Schedule/1' },
  status: 'free',
  start: '2026-01-01T09:00:00Z',
  end: '2026-01-01T09:10:00Z',
  ...rest,
});
const patient = (rest: JsonObject): JsonObject => ({ resourceType: 'Patient', text, ...rest });
const location = (rest: JsonObject = {}): JsonObject => ({ resourceType: 'Location', text, name: 'Room', ...rest });
const schedule: JsonObject = { resourceType: 'Schedule', id: 's', text, actor: [{ reference: 'Location/1' }] };
const bundle = (...entry: readonly JsonObject[]): JsonObject => ({ resourceType: 'Bundle', type: 'collection', entry });

/** `severity code pointer fhirpath rule` of every finding, rules without their definition. */
function findings(resource: JsonObject, version: FhirVersion = 'r4'): readonly string[] {
  return newValidator(version)
    .validate(resource)
    .diagnostics.map(({ severity, code, location: place, rule }) =>
      [severity, code, place?.pointer, place?.fhirpath, rule?.replace(/^.*#/, '')].join(' '),
    );
}

describe('references', () => {
  const targets: readonly (readonly [title: string, reference: JsonObject, expected: readonly string[]])[] = [
    ['a relative reference to an allowed type', { reference: 'Schedule/1' }, []],
    ['an absolute one', { reference: 'https://example.org/fhir/Schedule/1' }, []],
    ['one with a version', { reference: 'Schedule/1/_history/2' }, []],
    [
      'an identifier alone',
      { identifier: { system: 'urn:x', value: '1' } },
      ['not-checked REFERENCE_NOT_RESOLVED /schedule Slot.schedule Slot.schedule'],
    ],
    ['words alone', { display: 'Mondays' }, []],
    ['another type', { reference: 'Patient/1' }, ['error REFERENCE_TARGET /schedule Slot.schedule Slot.schedule']],
    [
      'another type at an absolute URL',
      { reference: 'https://example.org/fhir/Patient/1' },
      ['error REFERENCE_TARGET /schedule Slot.schedule Slot.schedule'],
    ],
    [
      'a URL without type',
      { reference: 'https://example.org/x?y=1' },
      ['not-checked REFERENCE_NOT_RESOLVED /schedule Slot.schedule Slot.schedule'],
    ],
    [
      'a name that is no type',
      { reference: 'Scheduule/1' },
      ['error REFERENCE_FORMAT /schedule/reference Slot.schedule.reference literal'],
    ],
    [
      'a UUID that no entry has',
      { reference: 'urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0' },
      ['not-checked REFERENCE_NOT_RESOLVED /schedule Slot.schedule Slot.schedule'],
    ],
    [
      'a stated type that is not allowed',
      { type: 'Patient' },
      ['error REFERENCE_TARGET /schedule Slot.schedule Slot.schedule'],
    ],
    ['a stated type that is', { type: 'Schedule' }, []],
  ];
  for (const [title, reference, expected] of targets) {
    it(`${title}: ${expected.length} findings`, () =>
      assert.deepEqual(findings(slot({ schedule: reference })), expected));
  }

  it('resolve to contained resources', () => {
    const contained = [schedule];
    assert.deepEqual(
      findings(slot({ contained, schedule: { reference: '#s' } })).filter((found) => found.startsWith('error')),
      [],
    );
    assert.deepEqual(findings(slot({ contained: [location({ id: 's' })], schedule: { reference: '#s' } })), [
      'error REFERENCE_TARGET /schedule Slot.schedule Slot.schedule',
    ]);
    assert.deepEqual(findings(slot({ schedule: { reference: '#s' } })), [
      'error INVARIANT /schedule Slot.schedule ref-1',
    ]);
  });

  it('resolve to entries of the same Bundle by fullUrl and by type and id', () => {
    const uuid = 'urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0';
    const refersTo = (reference: string): JsonObject => ({
      fullUrl: 'urn:a',
      resource: slot({ schedule: { reference } }),
    });
    assert.deepEqual(findings(bundle(refersTo(uuid), { fullUrl: uuid, resource: schedule })), []);
    assert.deepEqual(findings(bundle(refersTo('Schedule/s'), { resource: schedule })), []);
    assert.deepEqual(findings(bundle(refersTo(uuid), { fullUrl: uuid, resource: location() })), [
      'error REFERENCE_TARGET /entry/0/resource/schedule Bundle.entry[0].resource.schedule Slot.schedule',
    ]);
  });
});

describe('extensions', () => {
  const birthPlace = 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace';
  const unknown = { url: 'https://example.org/x', valueString: 'x' };

  for (const version of ['stu3', 'r4'] as const) {
    it(`are held against their ${version} definitions`, () => {
      const place = version === 'r4' ? birthPlace : 'http://hl7.org/fhir/StructureDefinition/birthPlace';
      assert.deepEqual(
        findings(patient({ extension: [{ url: place, valueAddress: { city: 'Leeds' } }] }), version),
        [],
      );
      assert.deepEqual(findings(patient({ extension: [{ url: place, valueString: 'Leeds' }] }), version), [
        `error UNKNOWN_ELEMENT /extension/0/valueString Patient.extension[0].valueString ${version === 'r4' ? 'Extension.value[x]' : 'Extension'}`,
        'not-checked INVARIANT_NOT_CHECKED  Patient ',
      ]);
    });
  }

  it('without definition are not checked, wherever they are', () => {
    assert.deepEqual(findings(patient({ extension: [unknown] })), [
      'not-checked UNKNOWN_EXTENSION /extension/0 Patient.extension[0] https://example.org/x',
    ]);
    assert.deepEqual(findings(patient({ gender: 'male', _gender: { extension: [unknown] } })), [
      'not-checked UNKNOWN_EXTENSION /_gender/extension/0 Patient.gender.extension[0] https://example.org/x',
    ]);
    assert.deepEqual(findings(patient({ name: [{ given: ['a', 'b'], _given: [null, { extension: [unknown] }] }] })), [
      'not-checked UNKNOWN_EXTENSION /name/0/_given/1/extension/0 Patient.name[0].given[1].extension[0] https://example.org/x',
    ]);
  });

  it('that modify are errors when unknown', () => {
    assert.deepEqual(findings(patient({ modifierExtension: [unknown] })), [
      'error UNKNOWN_MODIFIER_EXTENSION /modifierExtension/0 Patient.modifierExtension[0] https://example.org/x',
    ]);
  });

  it('have absolute URLs, but for the parts of a complex one', () => {
    assert.deepEqual(findings(patient({ extension: [{ url: 'x', valueString: 'x' }] })), [
      'error REFERENCE_FORMAT /extension/0 Patient.extension[0] Extension.url',
    ]);
    const complex = { url: 'https://example.org/x', extension: [{ url: 'part', valueString: 'x' }] };
    assert.deepEqual(findings(patient({ extension: [complex] })), [
      'not-checked UNKNOWN_EXTENSION /extension/0 Patient.extension[0] https://example.org/x',
    ]);
    assert.deepEqual(findings(patient({ modifierExtension: [complex] })), [
      'error UNKNOWN_MODIFIER_EXTENSION /modifierExtension/0 Patient.modifierExtension[0] https://example.org/x',
    ]);
  });

  it('are defined as such', () => {
    const url = 'http://hl7.org/fhir/StructureDefinition/Patient';
    assert.deepEqual(findings(patient({ extension: [{ url, valueString: 'x' }] })), [
      `error UNKNOWN_EXTENSION /extension/0 Patient.extension[0] ${url}`,
    ]);
  });

  it('have either a value or extensions', () => {
    const both = { ...unknown, extension: [unknown] };
    assert.deepEqual(
      findings(patient({ extension: [both] })).filter((found) => found.startsWith('error')),
      ['error INVARIANT /extension/0 Patient.extension[0] ext-1'],
    );
    const hidden = { url: 'https://example.org/x', _valueString: { extension: [unknown] } };
    assert.deepEqual(
      findings(patient({ extension: [hidden] })).filter((found) => found.startsWith('error')),
      [],
    );
  });
});

describe('bindings', () => {
  it('are errors, warnings or information by their strength', () => {
    assert.deepEqual(findings(patient({ gender: 'F' })), [
      'error BINDING /gender Patient.gender Patient.gender',
      'not-checked INVARIANT_NOT_CHECKED  Patient ',
    ]);
    const status = { coding: [{ system: 'urn:x', code: 'X' }] };
    assert.deepEqual(findings(patient({ maritalStatus: status })), [
      'warning BINDING /maritalStatus Patient.maritalStatus Patient.maritalStatus',
    ]);
    assert.deepEqual(findings(patient({ maritalStatus: { text: 'married' } })), []);
    assert.deepEqual(findings(patient({ language: 'xx' })), [
      'information BINDING /language Patient.language Patient.language',
    ]);
  });

  it('to value sets that cannot be expanded are not checked', () => {
    const modality = [{ system: 'http://dicom.nema.org/resources/ontology/DCM', code: 'CT' }];
    const study = {
      resourceType: 'ImagingStudy',
      text,
      status: 'available',
      subject: { reference: 'Patient/1' },
      modality,
    };
    assert.deepEqual(findings(study), [
      'not-checked BINDING_NOT_CHECKED /modality/0 ImagingStudy.modality[0] ImagingStudy.modality',
    ]);
  });
});

describe('nested resources', () => {
  it('are checked against the profiles that they claim', () => {
    const claimed = slot({ meta: { profile: ['urn:none'] } });
    assert.deepEqual(findings(bundle({ resource: claimed })), [
      'not-checked PROFILE_UNKNOWN /entry/0/resource Bundle.entry[0].resource urn:none',
    ]);
  });

  it('keep their faults to themselves', () => {
    const faulty = slot({ status: 'no', schedule: { reference: 'Patient/1' } });
    const other = slot({ overbooked: 'no' });
    assert.deepEqual(
      findings({ ...bundle({ resource: faulty }, { resource: other }), total: 1 }).filter((found) =>
        found.startsWith('error'),
      ),
      [
        'error JSON_TYPE /entry/1/resource/overbooked Bundle.entry[1].resource.overbooked Slot.overbooked',
        'error REFERENCE_TARGET /entry/0/resource/schedule Bundle.entry[0].resource.schedule Slot.schedule',
        'error BINDING /entry/0/resource/status Bundle.entry[0].resource.status Slot.status',
        'error INVARIANT  Bundle bdl-1',
      ],
    );
  });

  it('may not be of an unknown type, or of none', () => {
    assert.deepEqual(
      findings(bundle({ resource: { id: 'x' } }))[0],
      'error NOT_A_RESOURCE /entry/0/resource Bundle.entry[0].resource https://hl7.org/fhir/R4/resourcelist.html',
    );
    assert.deepEqual(
      findings(bundle({ resource: { resourceType: 'Slott' } }))[0],
      'error UNKNOWN_RESOURCE_TYPE /entry/0/resource Bundle.entry[0].resource https://hl7.org/fhir/R4/resourcelist.html',
    );
  });
});

describe('constraints', () => {
  it('are not evaluated where the structure is wrong, and that is said', () => {
    const wrong = patient({ contact: [{ nam: { text: 'x' } }], telecom: [{ value: '1' }] });
    assert.deepEqual(findings(wrong), [
      'error UNKNOWN_ELEMENT /contact/0/nam Patient.contact[0].nam Patient.contact.name',
      'error INVARIANT /telecom/0 Patient.telecom[0] cpt-2',
      'not-checked INVARIANT_NOT_CHECKED  Patient ',
    ]);
  });

  it('that no engine can evaluate offline are not checked', () => {
    const team = {
      resourceType: 'CareTeam',
      text,
      participant: [{ member: { reference: 'Practitioner/1' }, onBehalfOf: { reference: 'Organization/1' } }],
    };
    assert.deepEqual(findings(team), [
      'not-checked INVARIANT_NOT_CHECKED /participant/0 CareTeam.participant[0] ctm-1',
    ]);
  });

  it('with severity warning are warnings', () => {
    assert.deepEqual(findings({ resourceType: 'Patient', active: true }), ['warning INVARIANT  Patient dom-6']);
  });
});
