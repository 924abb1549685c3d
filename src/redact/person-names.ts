import { plainName } from '../model/redaction-policy.ts';
import { remembered } from './remembered.ts';
import type { Rules } from './rules.ts';
import { isOfAnyone, type Kind } from './shapes.ts';

const PERSON = /^x?(?:patient|person|subject|nextofkin)s?/;

/** Who acts in a profession, or is nobody. */
const NO_PATIENT = /practitioner|clinician|doctor|organi[sz]ation|location|service|system|software|supplier|contact/i;

const plain = remembered(plainName);
const isPerson = remembered((name) => PERSON.test(plain(name)));
const isNoPatient = remembered((name) => NO_PATIENT.test(name));
const withoutPerson = remembered((name) => plain(name).replace(PERSON, ''));

/** What a member or an element says of somebody by its own name, or by that of what it stands in. */
export function kindOfMember(name: string, container: string, { members, persons }: Rules): Kind | undefined {
  const rest = withoutPerson(name);
  const anyone = members.get(plain(name)) ?? members.get(rest);
  if (anyone !== undefined) return isNoPatient(container) && !isOfAnyone(anyone) ? undefined : anyone;
  const person = persons.get(rest);
  return person !== undefined && !isNoPatient(container) && (isPerson(name) || isPerson(container))
    ? person
    : undefined;
}

const WORDS = /^[\p{L}\p{M}'\u2019.,() -]+$/u;

/** What a header says of somebody. One that is called `Patient` may hold an id as well, which stays. */
export function kindOfHeader(name: string, value: string, rules: Rules): Kind | undefined {
  const named = rules.headers.get(name.toLowerCase());
  if (named !== undefined) return named;
  const letters = plain(name);
  if (letters !== '' && withoutPerson(name) === '' && WORDS.test(value)) return 'name';
  return kindOfMember(letters.replace(/^x/, ''), '', rules);
}

/** What a parameter of a query says of somebody, also a chained one with a modifier, as in `patient:Patient.family:exact`. */
export function kindOfParameter(name: string, rules: Rules): Kind | undefined {
  const [last = ''] = /[^.]*$/.exec(name) ?? [];
  const letters = plain(last.replace(/:\w+$/, ''));
  return rules.parameters.get(letters) ?? kindOfMember(letters, '', rules);
}
