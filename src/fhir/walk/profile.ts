import type { Diagnostic } from '../../model/diagnostic.ts';
import type { JsonObject } from '../../model/json.ts';
import type { ObjectRule, Property } from '../compile/rule.ts';
import { claimedProfiles } from '../compile/rule-book.ts';
import { withoutVersion } from '../definitions/store.ts';
import type { Walk } from './context.ts';
import { type Frame, locationOf } from './frame.ts';

/** A profile that the resource claims or the caller asked for, and by whose rules it was checked. */
export interface CheckedProfile {
  readonly url: string;
  readonly version?: string;
  readonly checked: 'official' | 'assay-rules' | 'unknown';
}

/** How each profile of a resource was checked; those that were not are findings. */
export function checkProfiles(
  walk: Walk,
  resource: JsonObject,
  rules: readonly ObjectRule[],
  asked: readonly string[],
  frame: Frame,
): readonly CheckedProfile[] {
  const urls = new Set([...asked, ...claimedProfiles(resource)].map(withoutVersion));
  return [...urls].map((url) => {
    const checked = checkedProfile(walk, rules, url);
    if (checked.checked === 'assay-rules') walk.findings.push(byStandIn(url, frame));
    if (checked.checked === 'unknown') unchecked(walk, url, String(resource['resourceType']), frame);
    return checked;
  });
}

function checkedProfile({ store }: Walk, rules: readonly ObjectRule[], url: string): CheckedProfile {
  const standIn = store.standIn(url);
  if (!rules.some(({ key }) => key === (standIn ?? url))) return { url, checked: 'unknown' };
  const version = store.structure(url)?.version;
  return {
    url,
    ...(version !== undefined && { version }),
    checked: standIn === undefined ? 'official' : 'assay-rules',
  };
}

/** The official profile exists and was not applied; ours may ask for less or more. */
const byStandIn = (url: string, frame: Frame): Diagnostic => ({
  code: 'PROFILE_STAND_IN',
  severity: 'not-checked',
  message: `Assay's rules for ${url} were applied, not the official profile`,
  hint: 'Load the package that defines it',
  location: locationOf(frame),
  rule: url,
});

function unchecked(walk: Walk, url: string, type: string, frame: Frame): void {
  const location = locationOf(frame);
  const structure = walk.store.structure(url);
  if (structure) {
    const message = `${url} is a profile of ${structure.type}; this is a ${type}`;
    walk.findings.push({ code: 'PROFILE_TYPE', severity: 'error', message, location, rule: url });
    return;
  }
  const problem = walk.store.problem(url);
  walk.findings.push({
    code: problem === undefined ? 'PROFILE_UNKNOWN' : 'PROFILE_INVALID',
    severity: 'not-checked',
    message: `The resource was not checked against ${url}: ${problem ?? 'the profile is not at hand'}`,
    hint: problem === undefined ? 'Load the package that defines it' : 'Mend the profile, or load what it is built on',
    location,
    rule: url,
  });
}

/** A value whose element names a profile that is not at hand or is of a primitive type, or several of which it may meet any. */
export function undecidedProfile(walk: Walk, { profiles, primitive, type, id, source }: Property, frame: Frame): void {
  if (profiles.length === 0 || type === 'Extension') return;
  const isKnown = walk.book.rule(withoutVersion(profiles[0] ?? '')) !== undefined;
  if (profiles.length === 1 && isKnown && !primitive) return;
  const reason =
    profiles.length > 1
      ? 'it may meet any of several'
      : isKnown
        ? 'profiles of primitive types are not applied'
        : 'the profile is not at hand';
  walk.findings.push({
    code: 'PROFILE_NOT_CHECKED',
    severity: 'not-checked',
    message: `The ${type} was not checked against ${profiles.join(', ')}: ${reason}`,
    location: locationOf(frame),
    rule: `${source}#${id}`,
  });
}
