import { comparable, type RedactionPlace, type RedactionPolicy } from '../model/redaction-policy.ts';
import { STANDING_REDACTION } from '../model/standing-redaction.ts';
import type { Leaf } from './leaf.ts';
import { remembered } from './remembered.ts';
import type { Kind } from './shapes.ts';

/** What policies say, by place: the names as they are compared. */
export interface Rules {
  readonly headers: ReadonlyMap<string, Kind>;
  readonly parameters: ReadonlyMap<string, Kind>;
  readonly members: ReadonlyMap<string, Kind>;
  readonly persons: ReadonlyMap<string, Kind>;
  /** By the way from the top of the claims. */
  readonly claim: (leaf: Leaf) => Kind | undefined;
  /** By the way to a text of a payload. */
  readonly placed: (leaf: Leaf) => Kind | undefined;
}

/** The rules that always hold, and those that a policy adds; where both speak of one name, the former count. */
export function rulesOf(added: RedactionPolicy = {}): Rules {
  const named = (place: RedactionPlace): ReadonlyMap<string, Kind> =>
    new Map(
      [added, STANDING_REDACTION].flatMap((policy) =>
        Object.entries(policy[place] ?? {}).map(([name, kind]) => [comparable(place, name), kind] as const),
      ),
    );
  const claims = named('claims');
  return {
    headers: named('headers'),
    parameters: named('parameters'),
    members: named('members'),
    persons: named('persons'),
    claim: (leaf) => (claims.size === 0 ? undefined : claims.get(wayTo(leaf).slice(1))),
    placed: placedBy(named('fhir'), named('xml')),
  };
}

/**
 * Resources about people who use or accompany care: Patient, RelatedPerson, Person, and what is called like one of them by mistake
 * (https://hl7.org/fhir/STU3/resourcelist.html). Practitioners act in their profession, and stay.
 */
const isAboutPerson = remembered((type) => /patient|person|clinicaldocument/i.test(type));

/** A resource that does not say its type may be about anyone. */
export const mayBePerson = ({ resource }: Leaf): boolean => resource === undefined || isAboutPerson(resource);

/** The last steps of the way to a value. */
interface Place {
  /** Type of the resource around it; absent for any. */
  readonly root?: string;
  readonly steps: readonly string[];
  readonly kind: Kind;
}

function placedBy(fhir: ReadonlyMap<string, Kind>, xml: ReadonlyMap<string, Kind>): Rules['placed'] {
  const places = [
    ...[...fhir].map(([path, kind]): Place => {
      const [root = '', ...steps] = path.split('.');
      return { ...(root !== 'Resource' && { root }), steps, kind };
    }),
    ...[...xml].map(([path, kind]): Place => ({ steps: path.replace(/\/@value$/, '').split('/'), kind })),
  ];
  const byName = new Map<string, Place[]>();
  for (const place of places) {
    const name = place.steps.at(-1)?.replace('@', '') ?? '';
    byName.set(name, [...(byName.get(name) ?? []), place]);
  }
  return (leaf) => byName.get(leaf.name)?.find((place) => isIn(leaf, place) && endsSo(leaf, place.steps))?.kind;
}

const isIn = (leaf: Leaf, { root }: Place): boolean =>
  root === undefined || (root === 'Patient' ? mayBePerson(leaf) : root === leaf.resource);

/** Lists do not count. Most rules have two steps, which a leaf knows without its whole way. */
function endsSo(leaf: Leaf, steps: readonly string[]): boolean {
  if (steps.length === 1) return true;
  return steps.length === 2 ? steps[0] === leaf.container : wayTo(leaf).endsWith(`/${steps.join('/')}`);
}

const wayTo = (leaf: Leaf): string => leaf.at().replace(/\/\d+(?=\/|$)/g, '');
