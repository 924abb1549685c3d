import assert from 'node:assert/strict';
import type { JsonObject } from '../../model/json.ts';
import { coreDefinitions } from '../definitions/store.ts';
import { createRuleBook } from './rule-book.ts';
import { createStructureCheck } from './structure.ts';

/** `code pointer element` of each fault, and the hints. */
function faults(resource: JsonObject): readonly string[] {
  const book = createRuleBook(coreDefinitions('r4'), { inValueSet: () => undefined });
  return createStructureCheck(book)
    .check(resource, book.resourceRules(resource))
    .map(({ code, location, rule }) => `${code} ${location?.pointer} ${rule?.replace(/^.*#/, '')}`);
}

const patient = (rest: JsonObject): JsonObject => ({ resourceType: 'Patient', ...rest });
const url = 'https://example.org/x';

describe('createStructureCheck', () => {
  const accepted: readonly JsonObject[] = [
    patient({}),
    patient({ gender: 'anything' }),
    patient({ _gender: { extension: [{ url, valueCode: 'x' }] } }),
    patient({ gender: 'male', _gender: { id: 'g', extension: [{ url, valueCode: 'x' }] } }),
    patient({ name: [{ given: [null, 'a'], _given: [{ extension: [{ url, valueCode: 'x' }] }, null] }] }),
    patient({ name: [{ _given: [{ extension: [{ url, valueCode: 'x' }] }] }] }),
    patient({ communication: [{ language: { text: 'x' } }] }),
    {
      resourceType: 'Slot',
      schedule: { reference: 'x' },
      _status: { extension: [{ url, valueCode: 'x' }] },
      start: '2020-01-01T00:00:00Z',
      end: '2020-01-01T00:00:00Z',
    },
  ];
  for (const resource of accepted)
    it(`accepts ${JSON.stringify(resource)}`, () => assert.deepEqual(faults(resource), []));

  const refused: readonly (readonly [JsonObject, ...(readonly string[])])[] = [
    [patient({ name: ['a'] }), 'JSON_TYPE /name/0 Patient.name'],
    [patient({ name: [null] }), 'EMPTY_ELEMENT /name/0 Patient.name'],
    [patient({ name: null }), 'EMPTY_ELEMENT /name Patient.name'],
    [patient({ name: [[]] }), 'JSON_TYPE /name/0 Patient.name'],
    [patient({ maritalStatus: null }), 'EMPTY_ELEMENT /maritalStatus Patient.maritalStatus'],
    [patient({ maritalStatus: [] }), 'JSON_TYPE /maritalStatus Patient.maritalStatus'],
    [patient({ active: null }), 'EMPTY_ELEMENT /active Patient.active'],
    [patient({ active: [true] }), 'JSON_TYPE /active Patient.active'],
    [patient({ name: [{ id: 'only' }] }), 'EMPTY_ELEMENT /name/0 HumanName'],
    [patient({ name: [{ given: [] }] }), 'EMPTY_ELEMENT /name/0/given HumanName.given'],
    [patient({ name: [{ given: [1] }] }), 'JSON_TYPE /name/0/given/0 HumanName.given'],
    [patient({ name: [{ given: ['a', null] }] }), 'NULL_WITHOUT_EXTENSION /name/0/given/1 HumanName.given'],
    [patient({ name: [{ _given: 'x' }] }), 'JSON_TYPE /name/0/_given HumanName.given'],
    [patient({ _gender: {} }), 'EMPTY_ELEMENT /_gender Element'],
    [patient({ _gender: { value: 'x' } }), 'UNKNOWN_ELEMENT /_gender/value Element'],
    [patient({ _name: [{}] }), 'UNKNOWN_ELEMENT /_name Patient.name'],
    [patient({ _id: 'x' }), 'JSON_TYPE /_id Patient.id'],
    [patient({ name: [{ _id: { id: 'x' } }] }), 'UNKNOWN_ELEMENT /name/0/_id HumanName.id'],
    [patient({ 'a/b~c': 1 }), 'UNKNOWN_ELEMENT /a~1b~0c Patient'],
    [patient({ multipleBirthInteger: 1.5 }), 'JSON_TYPE /multipleBirthInteger Patient.multipleBirth[x]'],
    [
      patient({ multipleBirthBoolean: true, multipleBirthInteger: 1 }),
      'CHOICE_CONFLICT /multipleBirthInteger Patient.multipleBirth[x]',
    ],
    [patient({ multipleBirthString: 'x' }), 'UNKNOWN_ELEMENT /multipleBirthString Patient.multipleBirth[x]'],
    [patient({ photo: [{ size: -1 }] }), 'VALUE_RANGE /photo/0/size Attachment.size'],
    [
      patient({ nam: 1, gendr: 1, active: 'x' }),
      'UNKNOWN_ELEMENT /nam Patient.name',
      'UNKNOWN_ELEMENT /gendr Patient.gender',
      'JSON_TYPE /active Patient.active',
    ],
    [
      patient({ link: [{ typ: 'seealso', other: { reference: 'x' } }] }),
      'UNKNOWN_ELEMENT /link/0/typ Patient.link.type',
    ],
    [patient({ link: [{}] }), 'EMPTY_ELEMENT /link/0 Patient.link'],
    [
      patient({ link: [{ id: 'x', extension: [{ url, valueCode: 'x' }] }] }),
      'MISSING_ELEMENT /link/0/other Patient.link.other',
      'MISSING_ELEMENT /link/0/type Patient.link.type',
    ],
    [{ resourceType: 'Observation', status: 'final' }, 'MISSING_ELEMENT /code Observation.code'],
    [
      { resourceType: 'MedicationRequest', status: 'active', intent: 'order', subject: { reference: 'x' } },
      'MISSING_ELEMENT /medication MedicationRequest.medication[x]',
    ],
  ];
  for (const [resource, ...expected] of refused) {
    it(`reports ${expected.join(', ')}`, () => assert.deepEqual(faults(resource), expected));
  }

  it('says what may have been meant, and what is expected', () => {
    const hint = (resource: JsonObject): string => {
      const book = createRuleBook(coreDefinitions('r4'), { inValueSet: () => undefined });
      return createStructureCheck(book).check(resource, book.resourceRules(resource))[0]?.hint ?? '';
    };
    assert.match(hint(patient({ gendr: 'x' })), /"gender"/);
    assert.match(hint(patient({ multipleBirthString: 'x' })), /boolean, integer/);
    assert.match(hint(patient({ birthDate: 'x' })), /YYYY-MM-DD/);
    assert.match(hint(patient({ name: {} })), /array/);
    assert.match(hint(patient({ name: ['x'] })), /object/);
    assert.equal(hint(patient({ zzzzzz: 'x' })), '');
  });
});
