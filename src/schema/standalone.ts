import standalone from 'ajv/dist/standalone/index.js';
import type { JsonObject } from '../model/json.ts';
import { dispatched } from './dispatch.ts';
import { schemaCompiler } from './schema-check.ts';

/**
 * A module (CommonJS, so that it can be loaded when it is first needed) with the check of a schema:
 * `module.exports = (FORMATS, require) => check`.
 */
export function standaloneModule(schema: JsonObject): string {
  const ajv = schemaCompiler({ source: true });
  const code = standalone.default(ajv, ajv.compile(dispatched(schema)));
  return `module.exports = (FORMATS, require) => {\nconst module = {};\n${code}\nreturn module.exports;\n};\n`;
}
