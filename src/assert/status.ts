import type { JsonValue } from '../model/json.ts';
import type { CitedStatus } from '../model/suite.ts';
import { hintFor } from '../schema/suggestion.ts';
import { type AssertionKind, failed, passed } from './kind.ts';
import { outcomeText } from './outcome.ts';

/** The HTTP status is one of a set, each with the sources that ask for it. */
export const status: AssertionKind = {
  kind: 'status',
  argsSchema: {
    type: 'array',
    minItems: 1,
    items: {
      type: 'object',
      required: ['is', 'cite'],
      additionalProperties: false,
      properties: {
        is: { type: 'integer', minimum: 100, maximum: 599 },
        cite: { anyOf: [{ type: 'string' }, { type: 'array', minItems: 1, items: { type: 'string' } }] },
      },
    },
  },
  lint: (args, api) =>
    acceptedStatuses(args)
      .flatMap(({ cite }, index) => cite.map((source) => ({ source, pointer: `/${index}/cite` })))
      .filter(({ source }) => !Object.hasOwn(api.sources, source))
      .map(({ source, pointer }) => ({
        code: 'UNKNOWN_SOURCE',
        severity: 'error',
        message: `The interface declares no source "${source}"`,
        hint: hintFor(source, Object.keys(api.sources)),
        location: { pointer },
      })),
  check: (args, { exchange, payload }) => {
    const accepted = acceptedStatuses(args);
    const actual = exchange.response?.status ?? null;
    const expected = accepted.map(({ is }) => is);
    const match = accepted.find(({ is }) => is === actual);
    if (match === undefined) {
      const why = outcomeText(payload);
      const said = why === undefined ? '' : `; the response says: ${why}`;
      return failed(`Status is ${actual}, expected ${expected.join(' or ')}${said}`, expected, actual);
    }
    return {
      ...passed(`Status ${actual}, as ${match.cite.join(' and ')} asks`, expected, actual),
      follows: match.cite,
    };
  },
};

/** The set in the order written, a single source made a list. */
function acceptedStatuses(args: JsonValue): readonly CitedStatus[] {
  const written = args as unknown as readonly { readonly is: number; readonly cite: string | readonly string[] }[];
  return written.map(({ is, cite }) => ({ is, cite: typeof cite === 'string' ? [cite] : cite }));
}
