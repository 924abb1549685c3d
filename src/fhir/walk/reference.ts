import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import type { Property } from '../compile/rule.ts';
import { withoutVersion } from '../definitions/store.ts';
import type { Walk } from './context.ts';
import { type Frame, locationOf, type Scope } from './frame.ts';

/** What a literal reference points at, as far as can be told without a server. */
type Target =
  | { readonly kind: 'resource'; readonly resource: JsonObject }
  /** Only the type is known, from the form of the URL. */
  | { readonly kind: 'typed'; readonly type: string }
  /** ref-1 reports that a contained resource is missing. */
  | { readonly kind: 'missing' }
  | { readonly kind: 'unresolved' };

/** `Type/id`, optionally after a base URL and before `/_history/n` (https://hl7.org/fhir/R4/references.html#literal). */
const RESTFUL =
  /^(?:https?:\/\/\S+\/)?([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[A-Za-z0-9\-.]{1,64})?(?:#\S*)?$/;

/** The target of a Reference is of a type that the element allows. */
export function targetFindings(walk: Walk, property: Property, value: JsonValue, frame: Frame, scope: Scope): void {
  if (!isJsonObject(value)) return;
  const rule = `${property.source}#${property.id}`;
  const { reference, type: stated } = value;
  const allowed = walk.book.targetTypes(property);
  if (allowed.size === 0) {
    unknownTargetProfile(walk, property, frame);
    return;
  }
  if (typeof reference !== 'string') {
    if (typeof stated === 'string') expectType(stated, `the type "${stated}"`);
    return;
  }
  const target = targetOf(walk, reference, scope);
  switch (target.kind) {
    case 'resource':
      expectType(String(target.resource['resourceType']), reference);
      return;
    case 'typed':
      expectType(target.type, reference);
      return;
    case 'missing':
      return;
    case 'unresolved': {
      const message = `The target of ${reference} is not at hand, so its type was not checked`;
      const location = locationOf(frame);
      walk.findings.push({ code: 'REFERENCE_NOT_RESOLVED', severity: 'not-checked', message, location, rule });
      return;
    }
    default:
      target satisfies never;
  }

  function expectType(type: string, shown: string): void {
    if (allowed.has(type) || !walk.book.resourceTypes.has(type)) return;
    const message = `${shown} is a ${type}; ${property.id} refers to ${[...allowed].join(', ')}`;
    walk.findings.push({ code: 'REFERENCE_TARGET', severity: 'error', message, location: locationOf(frame), rule });
  }
}

/** Where any type is allowed there is nothing to check; where a target profile is not at hand, its type is unknown. */
function unknownTargetProfile(walk: Walk, { targets, source, id }: Property, frame: Frame): void {
  const unknown = targets.find((url) => !walk.book.rule(withoutVersion(url)));
  if (unknown === undefined) return;
  walk.findings.push({
    code: 'PROFILE_NOT_CHECKED',
    severity: 'not-checked',
    message: `The target was not checked: its profile ${unknown} is not at hand`,
    location: locationOf(frame),
    rule: `${source}#${id}`,
  });
}

function targetOf(walk: Walk, reference: string, scope: Scope): Target {
  if (reference === '#') return { kind: 'resource', resource: scope.rootResource };
  if (reference.startsWith('#')) return containedTarget(reference.slice(1), scope);
  const resource = scope.bundle?.find(reference);
  if (resource) return { kind: 'resource', resource };
  const type = RESTFUL.exec(reference)?.[1];
  return type !== undefined && walk.book.resourceTypes.has(type) ? { kind: 'typed', type } : { kind: 'unresolved' };
}

function containedTarget(id: string, { rootResource }: Scope): Target {
  const contained = rootResource['contained'];
  const resource = (Array.isArray(contained) ? contained : []).find((item) => isJsonObject(item) && item['id'] === id);
  return isJsonObject(resource) ? { kind: 'resource', resource } : { kind: 'missing' };
}
