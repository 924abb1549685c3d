import { POINTER_PATTERN, pointerTokens } from '../message/json-pointer.ts';
import { describePredicate, matches, PREDICATE_PROPERTIES, type Predicate } from '../message/match.ts';
import { valueAt } from '../message/scope.ts';
import { type AssertionKind, broken, failed, ownSide, passed, unreadable } from './kind.ts';

/** The value at a JSON pointer (RFC 6901) of what the system under test sent meets a predicate. */
export const pointer: AssertionKind = {
  kind: 'pointer',
  needsFhir: true,
  argsSchema: {
    type: 'object',
    required: ['at'],
    minProperties: 2,
    maxProperties: 2,
    additionalProperties: false,
    properties: { at: { type: 'string', pattern: POINTER_PATTERN }, ...PREDICATE_PROPERTIES },
  },
  looksAt: (_, own) => [{ of: own, part: 'body' }],
  check: (args, { payload, role }) => {
    const { at, ...predicate } = args as unknown as { readonly at: string } & Predicate;
    const expected = `${at} ${describePredicate(predicate)}`;
    const tokens = pointerTokens(at);
    if (tokens === undefined)
      return broken({ code: 'WRONG_VALUE', severity: 'error', message: `"${at}" is no JSON pointer` }, at);
    const { document, diagnostics } = payload.read();
    if (document === undefined) return unreadable(ownSide(role), expected, diagnostics);
    const actual = valueAt(document.resource, tokens);
    const found = matches(predicate, actual);
    if ('problem' in found) return broken(found.problem, expected);
    const message = actual === undefined ? `There is nothing at ${at}` : `${at} is ${JSON.stringify(actual)}`;
    return found.holds
      ? passed(message, expected, actual ?? null)
      : failed(`${message}, expected ${describePredicate(predicate)}`, expected, actual ?? null);
  },
};
