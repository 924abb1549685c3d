import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { JsonObject } from '../model/json.ts';
import { FORMAT_TESTS, type SchemaCheck, schemaDigest } from './schema-check.ts';

const require = createRequire(import.meta.url);

/** Where scripts/build.mjs puts the modules: beside this one, in `dist` alone. */
export const PRECOMPILED = new URL('./precompiled/', import.meta.url);

/** The name of the module that the build makes from a schema. */
export const moduleName = (schema: JsonObject): string => `${schemaDigest(schema)}.cjs`;

type Module = (formats: typeof FORMAT_TESTS, require: NodeJS.Require) => SchemaCheck;

/** The check that the build has made from exactly this schema, if any. */
export function precompiledIn(folder: URL, schema: JsonObject): SchemaCheck | undefined {
  const file = fileURLToPath(new URL(moduleName(schema), folder));
  return existsSync(file) ? (require(file) as Module)(FORMAT_TESTS, require) : undefined;
}
