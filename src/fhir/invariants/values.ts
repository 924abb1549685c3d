import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import { sameJson } from '../compile/equal.ts';

/** A FHIRPath collection. */
export type Values = readonly JsonValue[];

/** What a primitive without value, but with extensions, is in a collection. */
export const WITHOUT_VALUE: JsonObject = Object.freeze({ ' without value': true });

export const NONE: Values = [];
export const YES: Values = [true];
export const NO: Values = [false];
export const truth = (value: boolean): Values => (value ? YES : NO);

/** The elements of those names in the objects, lists flattened. */
export function membersOf(values: Values, names: readonly string[]): Values {
  const found: JsonValue[] = [];
  for (const value of values) {
    if (!isJsonObject(value)) continue;
    for (const name of names) {
      const below = value[name];
      if (Array.isArray(below)) for (const item of below) found.push(item ?? WITHOUT_VALUE);
      else if (below !== undefined) found.push(below);
      else addExtended(value, name, found);
    }
  }
  return found;
}

function addExtended(owner: JsonObject, name: string, found: JsonValue[]): void {
  const sibling = owner[`_${name}`];
  if (sibling === undefined) return;
  const count = Array.isArray(sibling) ? sibling.length : 1;
  for (let index = 0; index < count; index += 1) found.push(WITHOUT_VALUE);
}

export class NotSingle extends Error {}

/** The one value of a collection; undefined for none. */
export function single(values: Values): JsonValue | undefined {
  if (values.length > 1) throw new NotSingle();
  return values[0] === WITHOUT_VALUE ? undefined : values[0];
}

/** The truth of a collection: one value that is no boolean counts as true. */
export function truthOf(values: Values): boolean | undefined {
  const value = single(values);
  if (values.length === 0) return undefined;
  return value === undefined ? undefined : typeof value === 'boolean' ? value : true;
}

/** Equality of collections; undefined when either is empty. */
export function equalValues(left: Values, right: Values): boolean | undefined {
  if (left.length === 0 || right.length === 0) return undefined;
  if (left.includes(WITHOUT_VALUE) || right.includes(WITHOUT_VALUE)) return undefined;
  return left.length === right.length && left.every((value, index) => sameJson(value, right[index]));
}

export function areDistinct(values: Values): boolean {
  const seen = new Set<JsonValue>();
  for (const value of values) {
    const key = isJsonObject(value) ? JSON.stringify(value) : value;
    if (seen.has(key)) return false;
    seen.add(key);
  }
  return true;
}

export function distinct(values: Values): Values {
  return values.length < 2
    ? values
    : values.filter((value, index) => values.findIndex((other) => sameJson(value, other)) === index);
}

/** Every object and primitive below, not those themselves. */
export function descendantsOf(values: Values): Values {
  const found: JsonValue[] = [];
  const visit = (value: JsonValue): void => {
    if (!isJsonObject(value)) return;
    for (const [name, below] of Object.entries(value)) {
      if (name === 'resourceType') continue;
      for (const item of Array.isArray(below) ? below : [below]) {
        found.push(item);
        visit(item);
      }
    }
  };
  values.forEach(visit);
  return found;
}

const INSTANT = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d):(\d\d(?:\.\d+)?)(Z|[+-]\d\d:\d\d))?)?)?$/;

/**
 * Order of two dates or times: negative, zero or positive; undefined when their precision differs before a difference
 * shows (http://hl7.org/fhirpath/N1/#comparison).
 */
export function compareDates(left: string, right: string): number | undefined {
  const a = INSTANT.exec(left);
  const b = INSTANT.exec(right);
  if (!a || !b) return undefined;
  if (a[4] !== undefined && b[4] !== undefined) return Date.parse(left) - Date.parse(right);
  // A time zone shifts the day, so a date and a time are compared only by what both have.
  const parts = [1, 2, 3].map((part) => [a[part], b[part]] as const);
  for (const [x, y] of parts) {
    if (x === undefined && y === undefined) return 0;
    if (x === undefined || y === undefined) return undefined;
    if (x !== y) return Number(x) - Number(y);
  }
  return a[4] === b[4] ? 0 : undefined;
}
