import assert from 'node:assert/strict';
import type { JsonObject } from '../../model/json.ts';
import { createRuleBook } from '../compile/rule-book.ts';
import { coreDefinitions } from '../definitions/store.ts';
import { fhirpathOfPointer } from './path.ts';

const book = createRuleBook(coreDefinitions('r4'), { inValueSet: () => undefined });
const extension = [{ url: 'urn:x', valueHumanName: { family: 'Sample', _family: { extension: [{ url: 'urn:y' }] } } }];
const patient: JsonObject = {
  resourceType: 'Patient',
  deceasedDateTime: '2026',
  _deceasedDateTime: { extension },
  birth_Date: '1980',
  nose_: { size: 1 },
  'a/b~c/d~e': [1],
  name: [{ given: ['Ada', 'Bea'], _given: [null, { extension }] }],
  contained: [
    { resourceType: 'Observation', valueQuantity: { value: 1 } },
    { resourceType: 'Nose', valueQuantity: { value: 1 } },
  ],
  link: [{ other: { identifier: { value: '1' } } }],
};

const path = (pointer: string, resource = patient): string =>
  fhirpathOfPointer(book, resource, book.resourceRules(resource), pointer);

describe('fhirpathOfPointer', () => {
  const places: readonly (readonly [pointer: string, expected: string])[] = [
    ['', 'Patient'],
    ['/active', 'Patient.active'],
    ['/name/0', 'Patient.name[0]'],
    ['/name/0/given/1', 'Patient.name[0].given[1]'],
    ['/link/0/other/identifier/value', 'Patient.link[0].other.identifier.value'],
    // A choice has no type in FHIRPath, at any depth.
    ['/deceasedDateTime', 'Patient.deceased'],
    ['/contained/0/valueQuantity/value', 'Patient.contained[0].value.value'],
    // What stands in the sibling of a primitive is below the primitive.
    ['/_deceasedDateTime', 'Patient.deceased'],
    ['/_deceasedDateTime/extension/0/valueHumanName/family', 'Patient.deceased.extension[0].value.family'],
    [
      '/_deceasedDateTime/extension/0/valueHumanName/_family/extension/0/valueString',
      'Patient.deceased.extension[0].value.family.extension[0].value',
    ],
    ['/name/0/_given/1/extension/0/valueHumanName', 'Patient.name[0].given[1].extension[0].value'],
    // What no definition knows keeps its name.
    ['/nose/0', 'Patient.nose.0'],
    ['/nose_/size', 'Patient.nose_.size'],
    ['/birth_Date', 'Patient.birth_Date'],
    ['/a~1b~0c~1d~0e', 'Patient.a/b~c/d~e'],
    ['/contained/1/valueQuantity', 'Patient.contained[1].valueQuantity'],
    ['/contained/1/valueQuantity/value', 'Patient.contained[1].valueQuantity.value'],
  ];
  for (const [pointer, expected] of places) {
    it(`of "${pointer}" is ${expected}`, () => assert.equal(path(pointer), expected));
  }

  it('needs no rules', () => {
    assert.equal(fhirpathOfPointer(book, { resourceType: 'Nose', size: [1] }, [], '/size/0'), 'Nose.size[0]');
  });
});
