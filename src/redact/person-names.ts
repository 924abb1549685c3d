import { remembered } from './remembered.ts';
import type { Kind } from './shapes.ts';

/** What says who somebody is outside FHIR, or in HL7 V3, by its name in small letters alone. */
const OF_ANYONE: Readonly<Record<string, Kind>> = {
  surname: 'name',
  lastname: 'name',
  familyname: 'name',
  family: 'name',
  maidenname: 'name',
  forename: 'name',
  forenames: 'name',
  firstname: 'name',
  givenname: 'name',
  givennames: 'name',
  given: 'name',
  middlename: 'name',
  middlenames: 'name',
  fullname: 'name',
  knownas: 'name',
  dob: 'birth-date',
  dateofbirth: 'birth-date',
  birthdate: 'birth-date',
  birthtime: 'birth-date',
  birthday: 'birth-date',
  dateofdeath: 'birth-date',
  postcode: 'postcode',
  postalcode: 'postcode',
  zipcode: 'postcode',
  addressline: 'address',
  addressline1: 'address',
  addressline2: 'address',
  streetaddressline: 'address',
  homeaddress: 'address',
  mobile: 'telecom',
  mobilenumber: 'telecom',
  mobilephone: 'telecom',
  homephone: 'telecom',
  phonenumber: 'telecom',
  telephone: 'telecom',
  email: 'telecom',
  emailaddress: 'telecom',
};

/** What does so only of a person, who stands before it or around it: software and organisations have names too. */
const OF_A_PERSON: Readonly<Record<string, Kind>> = {
  name: 'name',
  first: 'name',
  last: 'name',
  middle: 'name',
  address: 'address',
  phone: 'telecom',
};

const PERSON = /^x?(?:patient|person|subject|nextofkin)s?/;

/** Who acts in a profession, or is nobody. */
const NO_PATIENT = /practitioner|clinician|doctor|organi[sz]ation|location|service|system|software|supplier|contact/i;

/** Parameters of searches for people (https://hl7.org/fhir/STU3/patient.html#search). */
const SEARCH: Readonly<Record<string, Kind>> = {
  name: 'name',
  phonetic: 'name',
  phone: 'telecom',
  telecom: 'telecom',
  address: 'address',
  addresscity: 'address',
  addresspostalcode: 'postcode',
};

const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

const own = (kinds: Readonly<Record<string, Kind>>, name: string): Kind | undefined =>
  Object.hasOwn(kinds, name) ? kinds[name] : undefined;

const isPerson = remembered((name) => PERSON.test(plainName(name)));
const isNoPatient = remembered((name) => NO_PATIENT.test(name));

const kindsOf = remembered((name) => {
  const rest = plainName(name).replace(PERSON, '');
  return { anyone: own(OF_ANYONE, rest), person: own(OF_A_PERSON, rest) };
});

/** What a member or an element says of somebody by its own name, or by that of what it stands in. */
export function kindOfMember(name: string, container: string): Kind | undefined {
  const { anyone, person } = kindsOf(name);
  if ((anyone ?? person) === undefined || isNoPatient(container)) return undefined;
  return anyone ?? (isPerson(name) || isPerson(container) ? person : undefined);
}

const WORDS = /^[\p{L}\p{M}'\u2019.,() -]+$/u;

/** What a header says of somebody. One that is called `Patient` may hold an id as well, which stays. */
export function kindOfHeader(name: string, value: string): Kind | undefined {
  const plain = plainName(name);
  if (plain !== '' && plain.replace(PERSON, '') === '' && WORDS.test(value)) return 'name';
  return kindOfMember(plain.replace(/^x/, ''), '');
}

/** What a parameter of a query says of somebody, also a chained one with a modifier, as in `patient:Patient.family:exact`. */
export function kindOfParameter(name: string): Kind | undefined {
  const [last = ''] = /[^.]*$/.exec(name) ?? [];
  const plain = plainName(last.replace(/:\w+$/, ''));
  return own(SEARCH, plain) ?? kindOfMember(plain, '');
}
