import type { ErrorObject } from 'ajv/dist/2020.js';
import type { JsonObject } from '../model/json.ts';
import { dispatched } from './dispatch.ts';
import { type Fault, faultsOf, knownKeys } from './fault.ts';
import { PRECOMPILED, precompiledIn } from './precompiled.ts';
import type { SchemaProblem } from './problem.ts';
import { type SchemaCheck, schemaCompiler } from './schema-check.ts';
import { suggestion } from './suggestion.ts';

/** What is wrong with a value; nothing when it has the shape that the schema asks for. */
export type Validate = (value: unknown) => readonly SchemaProblem[];

/**
 * Compiles a JSON Schema (draft 2020-12). Besides the standard keywords a schema may use the formats of formats.ts and `x-faults`:
 * `{KEYWORD: {code, message?, hint?}}` says what the failure of a keyword beside it is called. What the build has
 * made from the schema is used as it is.
 *
 * @throws Error for an unknown keyword, and for a union whose branches cannot be told apart.
 */
export function compileSchema(schema: JsonObject, precompiled: URL = PRECOMPILED): Validate {
  const check = precompiledIn(precompiled, schema) ?? compiledNow(schema);
  return (value) => (check(value) ? [] : problemsOf(check.errors ?? []));
}

const compiledNow = (schema: JsonObject): SchemaCheck => schemaCompiler({ source: false }).compile(dispatched(schema));

/** Each fault once: what follows from another fault is left out. */
function problemsOf(errors: readonly ErrorObject[]): readonly SchemaProblem[] {
  const problems = errors.filter(({ keyword }) => !CONSEQUENCES.includes(keyword)).flatMap(faultsOf);
  const distinct = problems.filter(
    (one, place) => problems.findIndex((same) => JSON.stringify(same) === JSON.stringify(one)) === place,
  );
  return distinct.filter((problem) => !isMisspelling(problem, errors)).map(({ missing: _, ...problem }) => problem);
}

/** These only repeat that a schema inside them failed. */
const CONSEQUENCES = ['if', 'propertyNames'];

/** A key that is missing because it was misspelt is one fault, reported at the misspelling. */
function isMisspelling({ missing, pointer }: Fault, errors: readonly ErrorObject[]): boolean {
  if (missing === undefined) return false;
  return errors.some(
    (error) =>
      error.keyword === 'additionalProperties' &&
      error.instancePath === pointer &&
      suggestion(String(error.params.additionalProperty), knownKeys(error)) === missing,
  );
}
