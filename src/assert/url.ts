import { describePredicate, matches, PREDICATE_PROPERTIES, type Predicate } from '../message/match.ts';
import { type AssertionKind, broken, failed, passed } from './kind.ts';

/** The URL of the request, as it was written on the wire, meets a predicate. */
export const url: AssertionKind = {
  kind: 'url',
  argsSchema: {
    type: 'object',
    minProperties: 1,
    maxProperties: 1,
    additionalProperties: false,
    properties: { ...PREDICATE_PROPERTIES },
  },
  looksAt: () => [{ of: 'request', part: 'url' }],
  check: (args, { exchange }) => {
    const predicate = args as unknown as Predicate;
    const actual = exchange.request.url;
    const expected = describePredicate(predicate);
    const found = matches(predicate, actual);
    if ('problem' in found) return broken(found.problem, expected);
    const message = `The URL is ${actual}`;
    return found.holds
      ? passed(message, expected, actual)
      : failed(`${message}, expected ${expected}`, expected, actual);
  },
};
