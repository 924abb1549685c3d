import type { Leaf } from './leaf.ts';
import { isNhsNumber } from './nhs-number.ts';
import { ORDINARY } from './ordinary.ts';
import { kindOfMember } from './person-names.ts';
import { mayBePerson, type Rules } from './rules.ts';
import { isSecretName, kindOfSecret } from './secret-names.ts';
import { isOfAnyone, type Kind } from './shapes.ts';

const REFERENCE_TO_PERSON = /(?:^|\/)(?:Patient|RelatedPerson|Person)\//;

/** Elements of FHIR that others than people have too. */
const SHARED: ReadonlySet<string> = new Set(['family', 'given', 'postalCode', 'birthDate', 'name', 'address']);

/** What a text of a payload gives away, if anything: a secret by its name, or who somebody is by its place. */
export function kindOfLeaf(leaf: Leaf, rules: Rules): Kind | undefined {
  if (leaf.unreadable) return 'unreadable-body';
  if (isSecretName(leaf.name)) return kindOfSecret(leaf.name);
  const kind = kindByPlace(leaf, rules);
  return kind === undefined || ORDINARY.test(leaf.text) ? undefined : kind;
}

function kindByPlace(leaf: Leaf, rules: Rules): Kind | undefined {
  const { name, container, narrative, text } = leaf;
  if (name === 'display' && refersToPerson(leaf)) return 'name';
  if (narrative && mayBePerson(leaf)) return 'narrative';
  const placed = rules.placed(leaf);
  if (placed !== undefined) return precise(placed, text);
  const named = kindOfMember(name, container, rules) ?? kindOfParameterValue(leaf, rules);
  return named === undefined || (!isOfAnyone(named) && isOfNoPatient(leaf)) ? undefined : precise(named, text);
}

const isOfNoPatient = (leaf: Leaf): boolean =>
  leaf.resource === 'Practitioner' || (SHARED.has(leaf.name) && !mayBePerson(leaf));

/** Queries of HL7 V3 have the value of a parameter in an element of its own: `<Person.DateOfBirth><value value="…"/>`. */
const kindOfParameterValue = ({ name, container }: Leaf, rules: Rules): Kind | undefined =>
  name === 'value' ? kindOfMember(container, '', rules) : undefined;

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
