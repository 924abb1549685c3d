import type { JsonObject, JsonValue } from '../../model/json.ts';

/** A primitive: its value, and the id and extensions beside it; null stands for nothing. */
export interface ValuePair {
  readonly value: JsonValue;
  readonly beside: JsonObject | null;
}

/**
 * Primitives as the two members of an object that hold them, `name` and `_name`: lists aligned by nulls, and neither member
 * when it has nothing to hold (https://hl7.org/fhir/R4/json.html#primitive).
 */
export function membersOfPairs(name: string, list: boolean, pairs: readonly ValuePair[]): JsonObject {
  const onlyBeside = pairs.every(({ value, beside }) => value === null && beside !== null);
  const nothingBeside = pairs.every(({ beside }) => beside === null);
  const member = (of: (pair: ValuePair) => JsonValue): JsonValue => (list ? pairs.map(of) : (pairs.map(of)[0] ?? null));
  return {
    ...(!onlyBeside && { [name]: member(({ value }) => value) }),
    ...(!nothingBeside && { [`_${name}`]: member(({ beside }) => beside) }),
  };
}
