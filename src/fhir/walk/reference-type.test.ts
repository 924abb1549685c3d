import assert from 'node:assert/strict';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { newValidator } from '../validator.ts';

const CORE = 'http://hl7.org/fhir/StructureDefinition/';

/** `code fhirpath` of the errors. */
const errors = (resource: JsonObject): readonly string[] =>
  newValidator('r4')
    .validate(resource)
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code, location }) => `${code} ${location?.fhirpath}`);

const patient = (managingOrganization: JsonObject): JsonObject => ({ resourceType: 'Patient', managingOrganization });

const bundled = (type: JsonValue): JsonObject => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: [
    { fullUrl: 'urn:p', resource: patient({ reference: 'urn:o', type }) },
    { fullUrl: 'urn:o', resource: { resourceType: 'Organization', name: 'Sample Surgery' } },
  ],
});

describe('the type that a reference says', () => {
  it('is that of the reference, relative or in full', () => {
    for (const reference of ['Organization/1', 'https://example.org/fhir/Organization/1/_history/2'])
      for (const type of ['Organization', `${CORE}Organization`])
        assert.deepEqual(errors(patient({ reference, type })), [], `${reference} ${type}`);
    for (const type of ['Patient', `${CORE}Patient`])
      assert.deepEqual(errors(patient({ reference: 'Organization/1', type })), [
        'REFERENCE_TYPE Patient.managingOrganization.type',
      ]);
  });

  it('is that of the resource which the reference leads to', () => {
    assert.deepEqual(errors(bundled('Organization')), []);
    assert.deepEqual(errors(bundled('Patient')), ['REFERENCE_TYPE Bundle.entry[0].resource.managingOrganization.type']);
  });

  it('contradicts nothing where the target is unknown or the type is of no resource', () => {
    assert.deepEqual(
      errors(patient({ reference: 'urn:uuid:3fdc72f4-a11d-4a9d-9260-a9f745779e1d', type: 'Patient' })),
      [],
    );
    assert.deepEqual(errors(patient({ reference: 'Organization/1', type: 'Resource' })), []);
  });

  it('is held against the element where there is no reference', () => {
    const identifier = { value: 'A81001' };
    assert.deepEqual(errors(patient({ identifier, type: 'Organization' })), []);
    for (const type of ['Patient', `${CORE}Patient`])
      assert.deepEqual(errors(patient({ identifier, type })), ['REFERENCE_TARGET Patient.managingOrganization']);
  });

  it('is one fault with a target of the wrong type', () => {
    assert.deepEqual(errors(patient({ reference: 'Patient/1', type: 'Organization' })), [
      'REFERENCE_TARGET Patient.managingOrganization',
    ]);
  });
});
