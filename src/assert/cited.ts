import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { Api } from '../model/suite.ts';
import { hintFor } from '../schema/suggestion.ts';

/** One of several ways in which an expectation is met, with the sources that ask for it. */
export interface Cited<Way> {
  readonly is: Way;
  readonly cite: readonly string[];
}

/** JSON Schema of a set of ways: `[{ is: 201, cite: api }]`. */
export const citedSchema = (way: JsonObject): JsonObject => ({
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    required: ['is', 'cite'],
    additionalProperties: false,
    properties: {
      is: way,
      cite: { anyOf: [{ type: 'string' }, { type: 'array', minItems: 1, items: { type: 'string' } }] },
    },
  },
});

/** The set in the order written, a single source made a list. */
export function citedIn<Way>(args: JsonValue): readonly Cited<Way>[] {
  // The schema has said that it has this shape.
  const written = args as unknown as readonly { readonly is: Way; readonly cite: string | readonly string[] }[];
  return written.map(({ is, cite }) => ({ is, cite: typeof cite === 'string' ? [cite] : cite }));
}

export function unknownSources(args: JsonValue, api: Api): readonly Diagnostic[] {
  return citedIn(args)
    .flatMap(({ cite }, index) => cite.map((source) => ({ source, pointer: `/${index}/cite` })))
    .filter(({ source }) => !Object.hasOwn(api.sources, source))
    .map(({ source, pointer }) => ({
      code: 'UNKNOWN_SOURCE',
      severity: 'error',
      message: `The interface declares no source "${source}"`,
      hint: hintFor(source, Object.keys(api.sources)),
      location: { pointer },
    }));
}
