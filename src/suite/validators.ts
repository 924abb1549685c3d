import { compileSchema, type Validate } from '../schema/compile.ts';
import { apiSchema } from './schema/api-schema.ts';
import { REQUIREMENTS_SCHEMA } from './schema/requirements-schema.ts';
import type { KindSchema } from './schema/steps.ts';
import { suiteSchema } from './schema/suite-schema.ts';

/** One for each kind of file. */
export interface Validators {
  readonly api: Validate;
  readonly suite: Validate;
  readonly requirements: Validate;
}

/** Compiling takes longer than loading, so each set of kinds is compiled once. */
const compiled = new WeakMap<readonly KindSchema[], Validators>();

export function validatorsOf(kinds: readonly KindSchema[]): Validators {
  const known = compiled.get(kinds);
  if (known !== undefined) return known;
  const validators = {
    api: compileSchema(apiSchema(kinds)),
    suite: compileSchema(suiteSchema(kinds)),
    requirements: compileSchema(REQUIREMENTS_SCHEMA),
  };
  compiled.set(kinds, validators);
  return validators;
}
