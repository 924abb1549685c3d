import { describePredicate, matches, PREDICATE_PROPERTIES, type Predicate } from '../message/match.ts';
import { type AssertionKind, broken, failed, passed } from './kind.ts';
import { headerValue } from './payload.ts';

/** A header of what the system under test sent, by its case-insensitive name, meets a predicate. Repeated fields are joined by commas (RFC 9110 section 5.3). */
export const header: AssertionKind = {
  kind: 'header',
  argsSchema: {
    type: 'object',
    required: ['name'],
    minProperties: 2,
    maxProperties: 2,
    additionalProperties: false,
    properties: { name: { type: 'string' }, ...PREDICATE_PROPERTIES },
  },
  looksAt: (args, own) => [{ of: own, part: `header ${(args as unknown as { readonly name: string }).name}` }],
  check: (args, { own }) => {
    const { name, ...predicate } = args as unknown as { readonly name: string } & Predicate;
    const actual = headerValue(own?.headers ?? [], name);
    const expected = `${name} ${describePredicate(predicate)}`;
    const found = matches(predicate, actual);
    if ('problem' in found) return broken(found.problem, expected);
    const message = actual === undefined ? `Header ${name} is absent` : `Header ${name} is "${actual}"`;
    return found.holds
      ? passed(message, expected, actual ?? null)
      : failed(`${message}, expected ${describePredicate(predicate)}`, expected, actual ?? null);
  },
};
