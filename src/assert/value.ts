import { describePredicate, matches, PREDICATE_PROPERTIES, type Predicate } from '../message/match.ts';
import type { JsonValue } from '../model/json.ts';
import { type AssertionKind, broken, failed, passed } from './kind.ts';

/** A value of the case, made of what its steps exchanged, meets a predicate. */
export const value: AssertionKind = {
  kind: 'value',
  argsSchema: {
    type: 'object',
    required: ['of'],
    minProperties: 2,
    maxProperties: 2,
    additionalProperties: false,
    properties: { of: {}, ...PREDICATE_PROPERTIES },
  },
  check: (args) => {
    const { of: actual, ...predicate } = args as unknown as { readonly of: JsonValue } & Predicate;
    const expected = describePredicate(predicate);
    const found = matches(predicate, actual);
    if ('problem' in found) return broken(found.problem, expected);
    const message = `The value is ${JSON.stringify(actual)}`;
    return found.holds
      ? passed(message, expected, actual)
      : failed(`${message}, expected ${expected}`, expected, actual);
  },
};
