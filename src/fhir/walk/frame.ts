import type { Location } from '../../model/diagnostic.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { FhirVersion } from '../../model/suite.ts';
import type { ObjectRule } from '../compile/rule.ts';

/** A value's place in the resource: rendered only for a finding, so that a clean walk builds no strings. */
export interface Frame {
  readonly parent: Frame | undefined;
  /** JSON property in the parent, as `deceasedBoolean`; the resource type at the root. */
  readonly property: string;
  /** Element name, as `deceased`. */
  readonly name: string;
  readonly index: number | undefined;
  readonly value: JsonValue;
  /** FHIR type of the element. */
  readonly type: string;
  /** What the value is held against, when it is an object. */
  readonly rule: ObjectRule | undefined;
}

export function rootFrame(resource: JsonObject, rule: ObjectRule | undefined): Frame {
  const type = String(resource['resourceType']);
  return { parent: undefined, property: '', name: type, index: undefined, value: resource, type, rule };
}

/** The place of a member that is not walked by rules of its own. */
export const fieldFrame = (parent: Frame, name: string, value: JsonValue, index?: number): Frame => ({
  parent,
  property: name,
  name,
  index,
  value,
  type: '',
  rule: undefined,
});

export function pointerOf(frame: Frame): string {
  if (!frame.parent) return '';
  const index = frame.index === undefined ? '' : `/${frame.index}`;
  return `${pointerOf(frame.parent)}/${frame.property}${index}`;
}

export function fhirpathOf(frame: Frame): string {
  const index = frame.index === undefined ? '' : `[${frame.index}]`;
  return frame.parent ? `${fhirpathOf(frame.parent)}.${frame.name}${index}` : frame.name;
}

export const locationOf = (frame: Frame): Location => ({ pointer: pointerOf(frame), fhirpath: fhirpathOf(frame) });

/** The resources that a value is inside of. */
export interface Scope {
  /** The innermost one. */
  readonly resource: JsonObject;
  /** The one that contains it, or itself. */
  readonly rootResource: JsonObject;
  readonly bundle?: BundleIndex;
}

/**
 * A contained resource keeps its container as root, and in STU3, which has no `%rootResource`, as `%resource` too: its
 * constraints look there for the other contained resources.
 */
export function scopeOfContained(
  { version }: { readonly version: FhirVersion },
  resource: JsonObject,
  scope: Scope,
): Scope {
  return version === 'stu3' ? { ...scope, resource: scope.rootResource } : { ...scope, resource };
}

/** The entries of a Bundle by fullUrl, and by `Type/id` where entries give a relative or no fullUrl. */
export interface BundleIndex {
  /** Its references may be searches. */
  readonly isTransaction: boolean;
  readonly find: (reference: string) => JsonObject | undefined;
}
