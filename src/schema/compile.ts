import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import type { JsonObject } from '../model/json.ts';
import { dispatched } from './dispatch.ts';
import { type Fault, faultsOf, knownKeys } from './fault.ts';
import { FORMATS } from './formats.ts';
import type { SchemaProblem } from './problem.ts';
import { suggestion } from './suggestion.ts';

/** What is wrong with a value; nothing when it has the shape that the schema asks for. */
export type Validate = (value: unknown) => readonly SchemaProblem[];

/**
 * Compiles a JSON Schema (draft 2020-12). Besides the standard keywords a schema may use the formats of formats.ts and `x-faults`:
 * `{KEYWORD: {code, message?, hint?}}` says what the failure of a keyword beside it is called.
 *
 * @throws Error for an unknown keyword, and for a union whose branches cannot be told apart.
 */
export function compileSchema(schema: JsonObject): Validate {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    verbose: true,
    // Compiling takes longer than checking a few files; that our schemas are valid is for tests to say.
    validateSchema: false,
    meta: false,
    inlineRefs: false,
    code: { optimize: false },
    formats: Object.fromEntries(Object.entries(FORMATS).map(([name, { accepts }]) => [name, accepts])),
  });
  ajv.addVocabulary(['x-faults']);
  ajv.addKeyword({ keyword: 'x-none-of', type: 'object', validate: () => false });
  const validate = ajv.compile(dispatched(schema));
  return (value) => (validate(value) ? [] : problemsOf(validate.errors ?? []));
}

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
