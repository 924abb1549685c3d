import assert from 'node:assert/strict';
import type { JsonObject } from '../model/json.ts';
import { toldVersion } from './told-version.ts';

const told = (resource: JsonObject): string | undefined => toldVersion(resource)?.version;
const claiming = (...profile: readonly string[]): JsonObject => ({ resourceType: 'Patient', meta: { profile } });

describe('toldVersion', () => {
  it('goes by the fhirVersion of a definition or statement', () => {
    assert.equal(told({ resourceType: 'CapabilityStatement', fhirVersion: '3.0.1' }), 'stu3');
    assert.equal(told({ resourceType: 'StructureDefinition', fhirVersion: '4.0.1' }), 'r4');
    assert.equal(told({ resourceType: 'ImplementationGuide', fhirVersion: ['5.0.0', '4.0.1'] }), 'r4');
    assert.equal(told({ resourceType: 'CapabilityStatement', fhirVersion: '4.3.0' }), undefined);
  });

  it('goes by profiles that are published for one version', () => {
    assert.equal(told(claiming('https://fhir.hl7.org.uk/STU3/StructureDefinition/CareConnect-Patient-1')), 'stu3');
    assert.equal(told(claiming('https://fhir.hl7.org.uk/StructureDefinition/UKCore-Patient')), 'r4');
    assert.equal(told(claiming('urn:x', 'https://example.org/R4/StructureDefinition/a')), 'r4');
    assert.equal(told(claiming('http://hl7.org/fhir/StructureDefinition/Patient|3.0.2')), 'stu3');
    assert.equal(told(claiming('http://hl7.org/fhir/StructureDefinition/Patient')), undefined);
  });

  it('goes by the entries of a Bundle, and says what told it', () => {
    const bundle = (...resources: readonly JsonObject[]): JsonObject => ({
      resourceType: 'Bundle',
      entry: [null, {}, ...resources.map((resource) => ({ resource }))],
    });
    const told = toldVersion(bundle(claiming('urn:x'), claiming('https://example.org/STU3/a')));
    assert.deepEqual(told, { version: 'stu3', by: 'meta.profile https://example.org/STU3/a' });
    assert.equal(toldVersion(bundle()), undefined);
  });

  it('takes nothing from what has the wrong shape', () => {
    assert.equal(told({ meta: { profile: { a: 'https://example.org/R4/a' } }, fhirVersion: 4 }), undefined);
    assert.equal(told({ meta: [], resourceType: 'Bundle', entry: {} }), undefined);
  });
});
