import assert from 'node:assert/strict';
import type { JsonObject } from '../../model/json.ts';
import { FHIR_VERSIONS, type FhirVersion } from '../../model/suite.ts';
import { newValidator } from '../validator.ts';

const repeated = (resource: JsonObject, version: FhirVersion): readonly (string | undefined)[] =>
  newValidator(version)
    .validate(resource)
    .diagnostics.filter(({ code }) => code === 'ID_NOT_UNIQUE')
    .map(({ severity, location, rule }) => `${severity} ${location?.fhirpath} ${rule?.replace(/^.*#/, '')}`);

const bundle = (...resources: readonly JsonObject[]): JsonObject => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: resources.map((resource) => ({ resource })),
});
const patient = (...name: readonly JsonObject[]): JsonObject => ({ resourceType: 'Patient', name });
const named = { id: 'a', text: 'Ada' };

for (const version of FHIR_VERSIONS) {
  describe(`ids of elements, ${version}`, () => {
    it('are found at each element that has one again', () => {
      assert.deepEqual(repeated(patient(named, { ...named, id: 'b' }), version), []);
      assert.deepEqual(repeated(patient(named, named, { ...named }), version), [
        'error Patient.name[1].id Element.id',
        'error Patient.name[2].id Element.id',
      ]);
    });

    it('count by entries of a Bundle', () => {
      assert.deepEqual(repeated(bundle(patient(named), patient(named)), version), []);
      assert.deepEqual(repeated(bundle(patient(named), patient(named, named)), version), [
        'error Bundle.entry[1].resource.name[1].id Element.id',
      ]);
      const link = [{ id: 'a', relation: 'self', url: 'https://example.org' }];
      assert.deepEqual(repeated({ ...bundle(patient(named)), link }, version), []);
    });

    it('are not those of resources', () => {
      assert.deepEqual(repeated({ ...patient(named), id: 'a' }, version), []);
    });

    it('are left to the rules of its own in a StructureDefinition', () => {
      const element = [{ id: 'Patient', path: 'Patient' }];
      const definition = { resourceType: 'StructureDefinition', snapshot: { element }, differential: { element } };
      assert.deepEqual(repeated(definition, version), []);
      const mapped = { ...element[0], type: [{ id: 'a', code: 'Patient' }] };
      const both = { ...definition, snapshot: { element: [mapped] }, differential: { element: [mapped] } };
      assert.deepEqual(repeated(both, version), [
        'error StructureDefinition.differential.element[0].type[0].id Element.id',
      ]);
    });
  });
}
