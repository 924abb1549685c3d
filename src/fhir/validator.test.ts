import assert from 'node:assert/strict';
import type { JsonObject } from '../model/json.ts';
import { createValidator, newValidator } from './validator.ts';

const patient: JsonObject = {
  resourceType: 'Patient',
  id: 'p1',
  identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9990000018' }],
  name: [{ family: 'Sample', given: ['Ada', null], _given: [null, { extension: [{ url: 'urn:x', valueCode: 'a' }] }] }],
  gender: 'female',
  birthDate: '1980-02-29',
  contact: [{ name: { text: 'Next of kin' } }],
};

describe('createValidator', () => {
  for (const version of ['stu3', 'r4'] as const) {
    const findings = (resource: JsonObject): readonly string[] =>
      newValidator(version)
        .validate(resource)
        .diagnostics.filter(({ severity }) => severity === 'error')
        .map(({ code, location }) => `${code} ${location?.pointer} ${location?.fhirpath}`);

    it(`accepts a valid ${version} resource`, () => {
      assert.deepEqual(findings(patient), []);
    });

    it(`reports each ${version} fault once, with its place`, () => {
      const faults: readonly (readonly [JsonObject, string])[] = [
        [{ ...patient, nam: 1 }, 'UNKNOWN_ELEMENT /nam Patient.nam'],
        [{ ...patient, gender: 'M' }, 'BINDING /gender Patient.gender'],
        [{ ...patient, birthDate: '2023-02-30' }, 'PRIMITIVE_FORMAT /birthDate Patient.birthDate'],
        [
          { ...patient, deceasedBoolean: true, deceasedDateTime: '2020' },
          'CHOICE_CONFLICT /deceasedDateTime Patient.deceased',
        ],
        [{ ...patient, contact: [{}] }, 'EMPTY_ELEMENT /contact/0 Patient.contact[0]'],
        [{ ...patient, name: {} }, 'JSON_TYPE /name Patient.name'],
        [
          { ...patient, communication: [{ preferred: true }] },
          'MISSING_ELEMENT /communication/0/language Patient.communication[0].language',
        ],
        [{ ...patient, contact: [{ relationship: [{ text: 'x' }] }] }, 'INVARIANT /contact/0 Patient.contact[0]'],
        [
          { ...patient, managingOrganization: { reference: 'Patient/1' } },
          'REFERENCE_TARGET /managingOrganization Patient.managingOrganization',
        ],
      ];
      for (const [resource, expected] of faults) assert.deepEqual(findings(resource), [expected]);
    });

    it(`says what it did not check in ${version}`, () => {
      const { diagnostics, profiles } = newValidator(version).validate({ ...patient, meta: { profile: ['urn:none'] } });
      assert.deepEqual(
        diagnostics.filter(({ severity }) => severity === 'not-checked').map(({ code }) => code),
        ['PROFILE_UNKNOWN', 'UNKNOWN_EXTENSION'],
      );
      assert.deepEqual(profiles, [{ url: 'urn:none', checked: 'unknown' }]);
    });

    it(`stops at the time limit in ${version}, and then counts no profile as checked`, () => {
      const entry = Array.from({ length: 5000 }, () => ({ resource: { ...patient, meta: { profile: ['urn:a'] } } }));
      const bundle = { resourceType: 'Bundle', type: 'collection', entry };
      const { diagnostics, profiles } = newValidator(version).validate(bundle, { profiles: ['urn:b|1'], timeLimit: 5 });
      assert.deepEqual(
        diagnostics.filter(({ code }) => code === 'TIME_LIMIT').map(({ severity }) => severity),
        ['not-checked'],
      );
      assert.deepEqual(profiles, [{ url: 'urn:b', checked: 'unknown' }]);
      assert.ok(
        !newValidator(version)
          .validate(bundle)
          .diagnostics.some(({ code }) => code === 'TIME_LIMIT'),
      );
    });

    it(`is done with twenty thousand contained resources before the limit in ${version}`, () => {
      const contained = Array.from({ length: 20_000 }, (_, index) => ({
        resourceType: 'Practitioner',
        id: `p${index}`,
        active: true,
      }));
      const generalPractitioner = contained.map(({ id }) => ({ reference: `#${id}` }));
      const check = (resource: JsonObject): readonly string[] =>
        newValidator(version)
          .validate({ ...resource, generalPractitioner })
          .diagnostics.filter(({ severity }) => severity === 'error' || severity === 'not-checked')
          .map(({ code, rule }) => `${code} ${rule?.replace(/^.*#/, '')}`);
      assert.deepEqual(check({ resourceType: 'Patient', contained }), []);
      assert.deepEqual(check({ resourceType: 'Patient', contained: contained.slice(1) }), ['INVARIANT ref-1']);
      const unused = { resourceType: 'Organization', id: 'o', name: 'Sample Surgery' };
      assert.deepEqual(check({ resourceType: 'Patient', contained: [...contained, unused] }), ['INVARIANT dom-3']);
    });

    it(`reports any number of ${version} faults`, () => {
      const name = Array.from({ length: 150_000 }, () => ({}));
      const { diagnostics } = newValidator(version).validate({ resourceType: 'Patient', name });
      assert.equal(diagnostics.filter(({ code }) => code === 'EMPTY_ELEMENT').length, name.length);
      assert.deepEqual(
        diagnostics.filter(({ code }) => code !== 'EMPTY_ELEMENT').map(({ code }) => code),
        ['INVARIANT_NOT_CHECKED'],
      );
    });

    it(`gives the same ${version} validator for the same definitions`, () => {
      assert.equal(createValidator(version), createValidator(version, { packages: [], standIns: {} }));
      assert.notEqual(createValidator(version), createValidator(version, { standIns: { a: 'b' } }));
    });

    it(`names the nearest ${version} resource type and element`, () => {
      const [type] = newValidator(version).validate({ resourceType: 'Patent' }).diagnostics;
      assert.equal(type?.code, 'UNKNOWN_RESOURCE_TYPE');
      assert.match(type?.hint ?? '', /Patient/);
      const { diagnostics } = newValidator(version).validate({ resourceType: 'Slot', strat: '2020-01-01T00:00:00Z' });
      const unknown = diagnostics.find(({ code }) => code === 'UNKNOWN_ELEMENT');
      assert.match(unknown?.hint ?? '', /start/);
      assert.ok(!diagnostics.some(({ location }) => location?.pointer === '/start'));
    });
  }
});
