import type { JsonValue } from '../model/json.ts';

/** Values and characters from which on a validation may take long. */
const LARGE = 20_000;

const known = new WeakMap<object, boolean>();

/** Stops counting as soon as it knows, and counts a value once: many expressions are evaluated on the same one. */
export function isLarge(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return weigh(value, 0) > LARGE;
  const large = known.get(value) ?? weigh(value, 0) > LARGE;
  known.set(value, large);
  return large;
}

function weigh(value: JsonValue, before: number): number {
  let weight = before + 1;
  if (typeof value === 'string') return weight + value.length;
  if (typeof value !== 'object' || value === null) return weight;
  for (const key in value) {
    if (weight > LARGE) return weight;
    // An array is read by its indexes.
    weight = weigh((value as { readonly [key: string]: JsonValue })[key] ?? null, weight);
  }
  return weight;
}
