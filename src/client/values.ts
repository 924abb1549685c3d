import { isJsonObject, type JsonObject } from '../model/json.ts';

/** Invented: who books, for whom, from which system, and when. The NHS number is one of those for tests. */
const USUAL: JsonObject = {
  format: 'json',
  service: '1000000001',
  window: { from: '1h', to: '48h' },
  asid: { from: '200000000115', to: '918999198993' },
  consumer: {
    issuer: 'https://consumer.example.nhs.uk',
    ods: 'X26',
    organisation: 'Example Urgent Care Hub',
    device: 'reference-client-1',
  },
  practitioner: {
    id: '1',
    sdsUser: '111222333444',
    sdsRole: '444555666777',
    family: 'Okonedo',
    given: 'Ruth',
  },
  patient: {
    nhsNumber: '9990000018',
    family: 'Marchbank',
    given: 'Iolanthe',
    birthDate: '1974-12-25',
    gender: 'female',
    phone: '01632 960 123',
    line: '4 Test Street',
    city: 'Testford',
    postcode: 'ZZ99 3VZ',
  },
};

/** The usual values with the given ones over them, member by member. */
export const valuesWith = (given: JsonObject): JsonObject => over(USUAL, given);

function over(usual: JsonObject, given: JsonObject): JsonObject {
  const members = Object.entries(given).map(([name, value]) => {
    const before = usual[name];
    return [name, isJsonObject(before) && isJsonObject(value) ? over(before, value) : value];
  });
  return { ...usual, ...Object.fromEntries(members) };
}
