import { describePredicate, matches, PREDICATE_PROPERTIES, type Predicate } from '../message/match.ts';
import { broken, failed, passed } from './kind.ts';
import type { StatementKind } from './statement.ts';

/** The answer of a person meets a predicate. */
export const answer: StatementKind = {
  kind: 'answer',
  speaker: 'person',
  argsSchema: {
    type: 'object',
    minProperties: 1,
    maxProperties: 1,
    additionalProperties: false,
    properties: { ...PREDICATE_PROPERTIES },
  },
  hears: () => 'answer',
  check: (args, { answer: actual }) => {
    const predicate = args as unknown as Predicate;
    const expected = describePredicate(predicate);
    const found = matches(predicate, actual);
    if ('problem' in found) return broken(found.problem, expected);
    const message = `The answer is ${JSON.stringify(actual ?? null)}`;
    return found.holds
      ? passed(message, expected, actual ?? null)
      : failed(`${message}, expected ${expected}`, expected, actual ?? null);
  },
};
