import { type Diagnostic, isError } from '../../model/diagnostic.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import type { ObjectRule, Property, Targets } from '../compile/rule.ts';
import { claimedProfiles } from '../compile/rule-book.ts';
import { containedById } from '../contained.ts';
import { withoutVersion } from '../definitions/store.ts';
import type { Aggregation } from '../definitions/structure-definition.ts';
import type { Walk } from './context.ts';
import { type Frame, locationOf, type Scope, scopeOfContained } from './frame.ts';
import { isAbsolute, malformedReference, typeInReference } from './reference-format.ts';
import { contradictionFindings, statedType } from './reference-type.ts';

/** What a literal reference points at, as far as can be told without a server. */
type Target = PossibleTarget | MalformedReference;

type PossibleTarget =
  | { readonly kind: 'resource'; readonly resource: JsonObject; readonly scope: Scope }
  /** Only the type is known, from the form of the URL. */
  | { readonly kind: 'typed'; readonly type: string }
  /** ref-1 reports that a contained resource is missing. */
  | { readonly kind: 'missing' }
  | { readonly kind: 'unresolved' };

/** Relative, and no `[type]/[id]`; with the type that it names, when there is none of that name. */
interface MalformedReference {
  readonly kind: 'malformed';
  readonly type: string | undefined;
}

/** The target of a Reference is of a type that the element allows and, where it names profiles, meets one of them. */
export function targetFindings(walk: Walk, property: Property, value: JsonValue, frame: Frame, scope: Scope): void {
  if (!isJsonObject(value)) return;
  const { reference, type: stated } = value;
  if (typeof reference === 'string') literalFindings(walk, property, reference, stated, frame, scope);
  else {
    const wanted = walk.book.targets(property);
    const report = reporter(walk, property, frame);
    if (!wanted) return;
    if (typeof stated === 'string') checkType(walk, wanted, statedType(stated), `the type "${stated}"`, report);
    else if (value['identifier'] !== undefined)
      report.unresolved('The reference is by identifier, so its target was not checked');
  }
}

function literalFindings(
  walk: Walk,
  property: Property,
  reference: string,
  stated: JsonValue | undefined,
  frame: Frame,
  scope: Scope,
): void {
  const target = targetOf(walk, reference, scope);
  if (target.kind === 'malformed') {
    walk.findings.push(malformedReference(walk, reference, target.type, frame));
    return;
  }
  const report = reporter(walk, property, frame);
  if (property.aggregation) checkPlace(property.aggregation, reference, scope, report);
  const wanted = walk.book.targets(property);
  if (wanted) checkTarget(walk, wanted, reference, target, report);
  const type = typeOf(target);
  // A target of a wrong type is one fault, whatever is said of it.
  if (type === undefined || (wanted && isUnwanted(walk, wanted, type))) return;
  if (typeof stated === 'string') contradictionFindings(walk, reference, type, stated, frame);
}

function typeOf(target: PossibleTarget): string | undefined {
  if (target.kind === 'resource') return String(target.resource['resourceType']);
  return target.kind === 'typed' ? target.type : undefined;
}

/** The target is where the element wants it: in the resource itself, in the same Bundle, or anywhere else. */
function checkPlace(aggregation: readonly Aggregation[], reference: string, { bundle }: Scope, report: Reporter): void {
  const place = reference.startsWith('#') ? 'contained' : bundle?.find(reference) ? 'bundled' : 'referenced';
  // What is in the same Bundle is outside the resource as well.
  const isWanted = aggregation.includes(place) || (place === 'bundled' && aggregation.includes('referenced'));
  if (isWanted) return;
  if (place === 'referenced' && bundle === undefined && aggregation.includes('bundled'))
    report.unresolved(`${reference} must lead to a resource of the same Bundle, and there is none at hand`);
  else
    report.wrong(
      `${reference} leads ${WHERE[place]}; it must lead ${aggregation.map((mode) => WHERE[mode]).join(' or ')}`,
    );
}

const WHERE: Readonly<Record<Aggregation, string>> = {
  contained: 'to a contained resource',
  bundled: 'to a resource of the same Bundle',
  referenced: 'outside the resource',
};

interface Reporter {
  readonly wrong: (message: string) => void;
  readonly unresolved: (message: string) => void;
  readonly unprofiled: (message: string) => void;
}

function reporter(walk: Walk, { source, id }: Property, frame: Frame): Reporter {
  const tell =
    (code: Diagnostic['code'], severity: Diagnostic['severity']) =>
    (message: string): void => {
      walk.findings.push({ code, severity, message, location: locationOf(frame), rule: `${source}#${id}` });
    };
  return {
    wrong: tell('REFERENCE_TARGET', 'error'),
    unresolved: tell('REFERENCE_NOT_RESOLVED', 'not-checked'),
    unprofiled: tell('PROFILE_NOT_CHECKED', 'not-checked'),
  };
}

function checkTarget(walk: Walk, wanted: Targets, reference: string, target: PossibleTarget, report: Reporter): void {
  switch (target.kind) {
    case 'resource': {
      const type = String(target.resource['resourceType']);
      const profiles = checkType(walk, wanted, type, reference, report);
      if (profiles.length > 0)
        checkTargetProfiles(walk, { profiles, unknown: wanted.unknown }, reference, target, report);
      return;
    }
    case 'typed':
      if (checkType(walk, wanted, target.type, reference, report).length > 0)
        report.unresolved(`The target of ${reference} is not at hand, so its profile was not checked`);
      return;
    case 'missing':
      return;
    case 'unresolved':
      report.unresolved(`The target of ${reference} is not at hand, so it was not checked`);
      return;
    default:
      target satisfies never;
  }
}

/** The profiles that a target of the type must meet one of. */
function checkType(walk: Walk, wanted: Targets, type: string, shown: string, report: Reporter): readonly string[] {
  const profiles = wanted.profiles.get(type);
  if (profiles || !walk.book.resourceTypes.has(type)) return profiles ?? [];
  if (isUnwanted(walk, wanted, type))
    report.wrong(`${shown} is a ${type}; the reference is to ${[...wanted.profiles.keys()].join(', ')}`);
  else report.unprofiled(`The target was not checked: ${wanted.unknown.join(', ')} is not at hand`);
  return [];
}

const isUnwanted = ({ book }: Walk, { profiles, unknown }: Targets, type: string): boolean =>
  !profiles.has(type) && unknown.length === 0 && book.resourceTypes.has(type);

/** What is wrong with the target by its own type is found where it stands; here it is about the profiles alone. */
function checkTargetProfiles(
  walk: Walk,
  { profiles, unknown }: { readonly profiles: readonly string[]; readonly unknown: readonly string[] },
  reference: string,
  { resource, scope }: Target & { kind: 'resource' },
  report: Reporter,
): void {
  const claimed = claimedProfiles(resource).map(withoutVersion);
  if (profiles.some((url) => claimed.includes(url))) return;
  const own = new Set(againstAll(walk, walk.book.resourceRules(resource), resource, scope).map(placeOf));
  const outcomes = profiles.map((url) => {
    const rule = walk.book.rule(url);
    return againstAll(walk, rule ? [rule] : [], resource, scope).filter((finding) => !own.has(placeOf(finding)));
  });
  if (outcomes.some((findings) => findings.length === 0)) return;
  const undecided = unknown.length > 0 ? outcomes[0] : outcomes.find((findings) => !findings.some(isError));
  const [first] = undecided ?? outcomes[0] ?? [];
  const why = `${first?.location?.fhirpath ?? first?.location?.pointer ?? ''}: ${first?.message}`;
  if (undecided)
    report.unprofiled(`${reference} was not wholly checked against ${[...profiles, ...unknown].join(', ')}: ${why}`);
  else report.wrong(`${reference} does not meet ${profiles.join(' or ')}: ${why}`);
}

const againstAll = (
  walk: Walk,
  rules: readonly ObjectRule[],
  resource: JsonObject,
  scope: Scope,
): readonly Diagnostic[] => rules.flatMap((rule) => walk.against(walk, rule, resource, scope));

const placeOf = ({ code, location }: Diagnostic): string => `${code} ${location?.pointer}`;

function targetOf(walk: Walk, reference: string, scope: Scope): Target {
  if (reference === '#') return found(scope.rootResource, { ...scope, resource: scope.rootResource });
  if (reference.startsWith('#')) return containedTarget(walk, reference.slice(1), scope);
  const resource = scope.bundle?.find(reference);
  if (resource) return found(resource, { ...scope, resource, rootResource: resource });
  const type = typeInReference(reference, scope);
  if (type !== undefined && walk.book.resourceTypes.has(type)) return { kind: 'typed', type };
  return isAbsolute(reference) ? { kind: 'unresolved' } : { kind: 'malformed', type };
}

const found = (resource: JsonObject, scope: Scope): Target => ({ kind: 'resource', resource, scope });

function containedTarget(walk: Walk, id: string, scope: Scope): Target {
  const resource = containedById(scope.rootResource).get(id);
  return resource ? found(resource, scopeOfContained(walk, resource, scope)) : { kind: 'missing' };
}
