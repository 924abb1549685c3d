import type { Leaf } from './leaf.ts';
import { isNhsNumber } from './nhs-number.ts';
import { ORDINARY } from './ordinary.ts';
import { kindOfMember } from './person-names.ts';
import { remembered } from './remembered.ts';
import { isSecretName } from './secret-names.ts';
import type { Kind } from './shapes.ts';

/**
 * Resources about people who use or accompany care: Patient, RelatedPerson, Person, and what is called like one of them by mistake
 * (https://hl7.org/fhir/STU3/resourcelist.html). Practitioners act in their profession, and stay. A resource that does not say
 * its type may be about anyone.
 */
const mayBePerson = ({ resource }: Leaf): boolean => resource === undefined || isAboutPerson(resource);

const isAboutPerson = remembered((type) => /patient|person|clinicaldocument/i.test(type));

interface Identifying {
  /** Elements that hold the data type, at any depth of the resource; absent when the element itself says enough. */
  readonly within?: readonly string[];
  readonly kinds: Readonly<Record<string, Kind>>;
}

/**
 * The identifying elements of people, by the data types that hold them, STU3 and R4 alike
 * (https://hl7.org/fhir/STU3/datatypes.html, https://hl7.org/fhir/STU3/patient.html).
 */
const IDENTIFYING: readonly Identifying[] = [
  {
    within: ['name', 'valueHumanName'],
    kinds: { text: 'name', family: 'name', given: 'name', prefix: 'name', suffix: 'name' },
  },
  {
    within: ['address', 'valueAddress'],
    kinds: {
      text: 'address',
      line: 'address',
      city: 'address',
      district: 'address',
      state: 'address',
      postalCode: 'postcode',
    },
  },
  { within: ['telecom', 'valueContactPoint'], kinds: { value: 'telecom' } },
  { within: ['identifier', 'valueIdentifier'], kinds: { value: 'identifier' } },
  { within: ['photo', 'valueAttachment'], kinds: { data: 'data', url: 'url', title: 'name' } },
  {
    kinds: {
      birthDate: 'birth-date',
      deceasedDateTime: 'birth-date',
      valueDate: 'birth-date',
      valueDateTime: 'birth-date',
      valueString: 'narrative',
    },
  },
];

const REFERENCE_TO_PERSON = /(?:^|\/)(?:Patient|RelatedPerson|Person)\//;

/** Elements of FHIR that others than people have too. */
const SHARED: ReadonlySet<string> = new Set(['family', 'given', 'postalCode', 'birthDate', 'name', 'address']);

/** What a text of a payload gives away, if anything: a secret by its name, or who somebody is by its place. */
export function kindOfLeaf(leaf: Leaf): Kind | undefined {
  if (leaf.unreadable) return 'unreadable-body';
  if (isSecretName(leaf.name)) return 'secret';
  const kind = kindByPlace(leaf);
  return kind === undefined || ORDINARY.test(leaf.text) ? undefined : kind;
}

function kindByPlace(leaf: Leaf): Kind | undefined {
  const { name, container, narrative, text } = leaf;
  if (name === 'display' && refersToPerson(leaf)) return 'name';
  const mayBe = mayBePerson(leaf);
  if (mayBe && narrative) return 'narrative';
  const found = mayBe
    ? IDENTIFYING.find(
        ({ within, kinds }) => Object.hasOwn(kinds, name) && (within === undefined || within.includes(container)),
      )
    : undefined;
  if (found !== undefined) return precise(found.kinds[name], text);
  return (mayBe || !SHARED.has(name)) && leaf.resource !== 'Practitioner'
    ? precise(kindOfMember(name, container) ?? kindOfParameterValue(leaf), text)
    : undefined;
}

/** Queries of HL7 V3 have the value of a parameter in an element of its own: `<Person.DateOfBirth><value value="…"/>`. */
const kindOfParameterValue = ({ name, container }: Leaf): Kind | undefined =>
  name === 'value' ? kindOfMember(container, '') : undefined;

/** A reference to what is contained, or by identifier alone, does not say of what type it is, but its element may. */
function refersToPerson({ container, refersTo }: Leaf): boolean {
  const reference = refersTo() ?? '#';
  return (
    REFERENCE_TO_PERSON.test(reference) || (/^(?:#|urn:)/.test(reference) && /^(?:patient|subject)$/.test(container))
  );
}

/** An identifier may be an NHS number. */
function precise(kind: Kind | undefined, text: string): Kind | undefined {
  if (kind === 'identifier' && isNhsNumber(text)) return 'nhs-number';
  return kind;
}
