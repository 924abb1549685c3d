import type { JsonValue } from '../model/json.ts';

/** Values and characters from which on a validation may take long. */
const LARGE = 20_000;

/** Stops counting as soon as it knows. */
export const isLarge = (value: JsonValue): boolean => weigh(value, 0) > LARGE;

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
