import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { sha256 } from '../../model/digest.ts';
import { FHIR_VERSIONS } from '../../model/suite.ts';
import { coreDefinitions } from './store.ts';

describe('coreDefinitions', () => {
  for (const version of FHIR_VERSIONS) {
    it(`finds ${version} types by name and by canonical URL, with or without version`, () => {
      const store = coreDefinitions(version);
      const url = 'http://hl7.org/fhir/StructureDefinition/Patient';
      assert.equal(store.structure('Patient')?.url, url);
      assert.equal(store.structure(`${url}|9.9`), store.structure('Patient'));
      assert.equal(store.structure('Patent'), undefined);
      assert.equal(store.structure('constructor'), undefined);
      assert.ok(store.resourceTypes.has('Appointment'));
      assert.ok(!store.resourceTypes.has('DomainResource'));
    });

    it(`has a ${version} snapshot for every resource type and for the types it uses`, () => {
      const store = coreDefinitions(version);
      const seen = new Set<string>();
      const visit = (type: string): void => {
        if (seen.has(type)) return;
        seen.add(type);
        const snapshot = store.structure(type)?.snapshot;
        assert.ok(snapshot, type);
        for (const element of snapshot) for (const { code } of element.type ?? []) visit(code);
      };
      for (const type of store.resourceTypes) visit(type);
    });
  }

  it('gives both versions one shape: targets are lists, types are not repeated, ids are ids', () => {
    for (const version of FHIR_VERSIONS) {
      const elements = coreDefinitions(version).structure('Patient')?.snapshot ?? [];
      const practitioner = elements.find(({ path }) => path === 'Patient.generalPractitioner');
      assert.equal(practitioner?.type?.length, 1);
      assert.ok(practitioner.type[0]?.targetProfile?.includes('http://hl7.org/fhir/StructureDefinition/Organization'));
      assert.equal(elements.find(({ path }) => path === 'Patient.id')?.type?.[0]?.code, 'id');
      assert.equal(
        elements.find(({ path }) => path === 'Patient.gender')?.binding?.valueSet.split('|')[0],
        'http://hl7.org/fhir/ValueSet/administrative-gender',
      );
    }
  });

  it('carries the bytes that its provenance names', () => {
    const file = (name: string): Buffer => readFileSync(new URL(`./data/${name}`, import.meta.url));
    const { outputs } = JSON.parse(file('provenance.json').toString()) as {
      outputs: { file: string; sha256: string }[];
    };
    assert.equal(outputs.length, 4);
    for (const output of outputs) assert.equal(sha256(file(output.file)), output.sha256, output.file);
  });
});
