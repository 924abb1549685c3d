import { createRequire } from 'node:module';
import type { Ajv, ErrorObject, KeywordCxt, Name } from 'ajv';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { PRIMITIVE_TYPES } from './primitive.ts';

/** What the code generated from a schema calls while it checks an object; handed in as `this`. */
export interface ObjectPass {
  /** Another rule takes over: `name` is the property of this one. */
  readonly link: (name: string, data: JsonValue, pointer: string) => void;
  readonly elements: (data: JsonObject, pointer: string) => void;
  readonly fixed: (name: string, data: JsonValue) => boolean;
  readonly pattern: (name: string, data: JsonValue) => boolean;
}

/** Checks one object; the code knows nothing but its schema, so it can be generated ahead. */
export interface ObjectCheck {
  (this: ObjectPass, data: JsonObject, place: ObjectPlace): boolean;
  errors?: ErrorObject[] | null;
}

interface ObjectPlace {
  readonly instancePath: string;
  readonly parentData: JsonObject;
  readonly parentDataProperty: string;
  readonly rootData: JsonObject;
  readonly dynamicAnchors: object;
}

/** What `fhir-<type>` accepts, by format. */
export const FORMATS: Readonly<Record<string, (text: string) => boolean>> = Object.fromEntries(
  Object.entries(PRIMITIVE_TYPES).flatMap(([name, { accepts }]) => (accepts ? [[`fhir-${name}`, accepts]] : [])),
);

const require = createRequire(import.meta.url);

/**
 * Ajv with the keywords of schema.ts. It is loaded when something is to be compiled: what the build has compiled does without it.
 * With `source` the code can be written out, and takes its formats from a variable FORMATS.
 */
export function objectCompiler({ source }: { readonly source: boolean }): Ajv {
  const { Ajv, Name, _, str } = require('ajv') as typeof import('ajv');
  const ajv = new Ajv({
    allErrors: true,
    messages: false,
    passContext: true,
    strict: false,
    validateSchema: false,
    unicodeRegExp: false,
    formats: { ...FORMATS },
    ...(source && { code: { source, formats: _`FORMATS`, optimize: false } }),
  });
  const instancePath: Name = new Name('instancePath');
  const pointer = ({ it }: KeywordCxt) => str`${instancePath}${it.errorPath}`;
  ajv.addKeyword({
    keyword: 'fhirLink',
    schemaType: 'string',
    errors: false,
    code: (cxt) => cxt.gen.code(_`this.link(${cxt.schema}, ${cxt.data}, ${pointer(cxt)})`),
  });
  ajv.addKeyword({
    keyword: 'fhirElements',
    schemaType: 'boolean',
    errors: false,
    code: (cxt) => cxt.gen.code(_`this.elements(${cxt.data}, ${pointer(cxt)})`),
  });
  ajv.addKeyword({
    keyword: 'fhirFixed',
    schemaType: 'string',
    code: (cxt) => cxt.pass(_`this.fixed(${cxt.schema}, ${cxt.data})`),
  });
  ajv.addKeyword({
    keyword: 'fhirPattern',
    schemaType: 'string',
    code: (cxt) => cxt.pass(_`this.pattern(${cxt.schema}, ${cxt.data})`),
  });
  return ajv;
}
