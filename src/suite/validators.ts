import { compileSchema, type Validate } from '../schema/compile.ts';
import { languageSchemas } from './schema/language-schemas.ts';
import type { KindSchema } from './schema/steps.ts';

/** One for each kind of file. */
export interface Validators {
  readonly api: Validate;
  readonly suite: Validate;
  readonly requirements: Validate;
  readonly submission: Validate;
  readonly waivers: Validate;
  readonly redaction: Validate;
}

/** Compiling takes longer than loading, so each set of kinds is compiled once. */
const compiled = new WeakMap<readonly KindSchema[], Validators>();

export function validatorsOf(kinds: readonly KindSchema[]): Validators {
  const known = compiled.get(kinds);
  if (known !== undefined) return known;
  const schemas = languageSchemas(kinds);
  const validators = {
    api: compileSchema(schemas.api),
    suite: compileSchema(schemas.suite),
    requirements: compileSchema(schemas.requirements),
    submission: compileSchema(schemas.submission),
    waivers: compileSchema(schemas.waivers),
    redaction: compileSchema(schemas.redaction),
  };
  compiled.set(kinds, validators);
  return validators;
}
