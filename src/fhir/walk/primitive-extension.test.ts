import assert from 'node:assert/strict';
import type { JsonObject } from '../../model/json.ts';
import { packageFromFiles } from '../conformance-package.ts';
import { newValidator } from '../validator.ts';

const PROFILE = 'urn:Marked';
const text = { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">x</div>' };

/** Each given name needs an extension; each prefix needs the one with the URL `urn:mark`. */
const profile: JsonObject = {
  resourceType: 'StructureDefinition',
  url: PROFILE,
  name: 'Marked',
  status: 'draft',
  kind: 'resource',
  abstract: false,
  type: 'Patient',
  baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
  derivation: 'constraint',
  differential: {
    element: [
      { id: 'Patient.name.given.extension', path: 'Patient.name.given.extension', min: 1 },
      {
        id: 'Patient.name.prefix.extension',
        path: 'Patient.name.prefix.extension',
        slicing: { discriminator: [{ type: 'value', path: 'url' }], rules: 'open' },
      },
      {
        id: 'Patient.name.prefix.extension:mark',
        path: 'Patient.name.prefix.extension',
        sliceName: 'mark',
        min: 1,
      },
      {
        id: 'Patient.name.prefix.extension:mark.url',
        path: 'Patient.name.prefix.extension.url',
        min: 1,
        fixedUri: 'urn:mark',
      },
    ],
  },
};

/** `code pointer` of each error in a Patient with that name. */
function errors(name: JsonObject): readonly string[] {
  const files = new Map([['profile.json', Buffer.from(JSON.stringify(profile))]]);
  return newValidator('r4', { packages: [packageFromFiles('test', files, 'r4').package] })
    .validate({ resourceType: 'Patient', text, meta: { profile: [PROFILE] }, name: [name] })
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code, location }) => `${code} ${location?.pointer} ${location?.fhirpath}`);
}

const marked = { extension: [{ url: 'urn:mark', valueString: 'x' }] };
const other = { extension: [{ url: 'urn:other', valueString: 'x' }] };
const missing = (index: number): string =>
  `MISSING_ELEMENT /name/0/_given/${index}/extension Patient.name[0].given[${index}].extension`;
const sliceMissing = (index: number): string =>
  `SLICE_MISSING /name/0/_prefix/${index}/extension Patient.name[0].prefix[${index}].extension`;

describe('the extensions that a profile asks for on each value of a list', () => {
  it('are there', () => {
    assert.deepEqual(errors({ given: ['Ada', 'Bea'], _given: [marked, other] }), []);
    assert.deepEqual(errors({ prefix: ['Dr', 'Ms'], _prefix: [marked, marked] }), []);
  });

  it('are missing from each value without sibling', () => {
    assert.deepEqual(errors({ given: ['Ada', 'Bea'] }), [missing(0), missing(1)]);
    assert.deepEqual(errors({ given: ['Ada', 'Bea'], _given: [null, marked] }), [missing(0)]);
    assert.deepEqual(errors({ given: ['Ada', 'Bea'], _given: [marked, null] }), [missing(1)]);
    assert.deepEqual(errors({ given: ['Ada', 'Bea'], _given: [marked] }), [missing(1)]);
  });

  it('are asked of no value that is absent itself', () => {
    assert.deepEqual(errors({ given: ['Ada', null], _given: [marked, marked] }), []);
  });

  it('fall into slices', () => {
    assert.deepEqual(errors({ prefix: ['Dr', 'Ms'], _prefix: [marked, other] }), [sliceMissing(1)]);
    assert.deepEqual(errors({ prefix: ['Dr', 'Ms'], _prefix: [null, marked] }), [sliceMissing(0)]);
    assert.deepEqual(errors({ prefix: ['Dr', 'Ms'] }), [sliceMissing(0), sliceMissing(1)]);
  });
});
