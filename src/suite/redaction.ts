import {
  comparable,
  REDACTION_PLACES,
  type RedactionClass,
  type RedactionPlace,
  type RedactionPolicy,
} from '../model/redaction-policy.ts';
import { STANDING_REDACTION } from '../model/standing-redaction.ts';
import { errorAt, type Located, member, members, type Report, sourceOf } from './located.ts';
import type { Sources } from './sources.ts';

/** What the policy of the interface and that of the supplier say together; undefined when there is neither. */
export function redactionOf(sources: Sources): RedactionPolicy | undefined {
  const policies = policiesOf(sources).map(({ value }) => value);
  if (policies.length === 0) return undefined;
  const places = REDACTION_PLACES.map((place) => [place, Object.assign({}, ...policies.map((one) => one[place]))]);
  return Object.fromEntries(places.filter(([, named]) => Object.keys(named).length > 0));
}

/** Reports what a policy calls otherwise than one before it does: a class is the last word on how a value is shown, and none is taken back. */
export function checkRedaction(sources: Sources, report: Report): void {
  const known = new Map<string, RedactionClass>();
  learn(known, STANDING_REDACTION);
  for (const policy of policiesOf(sources)) {
    for (const [place, name, entry] of entriesOf(policy)) {
      const before = known.get(keyOf(place, name));
      if (before === undefined || before === entry.value) continue;
      const message = `"${name}" is redacted as ${before} already`;
      const hint = `A policy only adds to those before it, and changes nothing of theirs: leave this line out.`;
      report(errorAt(sourceOf(entry), 'REDACTION_CONFLICT', message, hint));
    }
    learn(known, policy.value);
  }
}

/** In the order in which they count. */
const policiesOf = ({ redaction, addedRedaction }: Sources): readonly Located<RedactionPolicy>[] =>
  [redaction, addedRedaction].filter((policy) => policy !== undefined);

const entriesOf = (policy: Located<RedactionPolicy>) =>
  REDACTION_PLACES.flatMap((place) =>
    members(member(policy, place)).map(([name, entry]) => [place, name, entry] as const),
  );

function learn(known: Map<string, RedactionClass>, policy: RedactionPolicy): void {
  for (const place of REDACTION_PLACES) {
    for (const [name, kind] of Object.entries(policy[place] ?? {})) {
      if (!known.has(keyOf(place, name))) known.set(keyOf(place, name), kind);
    }
  }
}

const keyOf = (place: RedactionPlace, name: string): string => `${place} ${comparable(place, name)}`;
