import { citedIn, citedSchema, unknownSources } from './cited.ts';
import { type AssertionKind, failed, passed } from './kind.ts';
import { outcomeText } from './outcome.ts';

/** The HTTP status is one of a set, each with the sources that ask for it. */
export const status: AssertionKind = {
  kind: 'status',
  argsSchema: citedSchema({ type: 'integer', minimum: 100, maximum: 599 }),
  lint: unknownSources,
  check: (args, { exchange, payload }) => {
    const accepted = citedIn<number>(args);
    const actual = exchange.response?.status ?? null;
    const expected = accepted.map(({ is }) => is);
    const match = accepted.find(({ is }) => is === actual);
    if (match === undefined) {
      const why = outcomeText(payload);
      const said = why === undefined ? '' : `; the response says: ${why}`;
      return failed(`Status is ${actual}, expected ${expected.join(' or ')}${said}`, expected, actual);
    }
    return {
      ...passed(`Status is ${actual}`, expected, actual),
      follows: match.cite,
    };
  },
};
