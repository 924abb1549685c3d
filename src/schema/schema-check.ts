import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import type { Ajv2020, ErrorObject } from 'ajv/dist/2020.js';
import type { JsonObject } from '../model/json.ts';
import { FORMATS } from './formats.ts';

/** Says whether a value has a shape, and leaves in `errors` why not. The code knows nothing but its schema, so it can be generated ahead. */
export interface SchemaCheck {
  (value: unknown): boolean;
  errors?: ErrorObject[] | null;
}

/** What generated code is found by. */
export const schemaDigest = (schema: JsonObject): string =>
  createHash('sha256').update(JSON.stringify(schema)).digest('hex').slice(0, 16);

/** What a text in each format must pass. */
export const FORMAT_TESTS = Object.fromEntries(Object.entries(FORMATS).map(([name, { accepts }]) => [name, accepts]));

const require = createRequire(import.meta.url);

/**
 * Ajv with the keywords of our schemas. It is loaded when something is to be compiled: what the build has compiled does without it.
 * With `source` the code can be written out, and takes its formats from a variable FORMATS.
 */
export function schemaCompiler({ source }: { readonly source: boolean }): Ajv2020 {
  const { Ajv2020: Ajv, _ } = require('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js');
  const ajv = new Ajv({
    allErrors: true,
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    verbose: true,
    // Compiling takes longer than checking a few files; that our schemas are valid is for tests to say.
    validateSchema: false,
    meta: false,
    inlineRefs: false,
    code: { optimize: false, ...(source && { source, formats: _`FORMATS` }) },
    formats: FORMAT_TESTS,
  });
  ajv.addVocabulary(['x-faults']);
  ajv.addKeyword({ keyword: 'x-none-of', type: 'object', code: (cxt) => cxt.error() });
  return ajv;
}
