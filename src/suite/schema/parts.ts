import type { JsonObject } from '../../model/json.ts';

/** Pieces that the schemas of several files share. Those under `$defs` are found by `ref`. */

export const ref = (name: string): JsonObject => ({ $ref: `#/$defs/${name}` });

export const TEXT: JsonObject = { type: 'string', minLength: 1 };
export const TEXTS: JsonObject = { type: 'array', items: TEXT };

/** A mapping with exactly these keys. */
export const mapping = (required: readonly string[], properties: JsonObject): JsonObject => ({
  type: 'object',
  required: [...required],
  properties,
  additionalProperties: false,
});

export const mapOf = (values: JsonObject): JsonObject => ({ type: 'object', additionalProperties: values });

export const listOf = (items: JsonObject): JsonObject => ({ type: 'array', minItems: 1, items });

/** Names that templates read, so a dot would cut them in two. */
export const NAME: JsonObject = {
  type: 'string',
  pattern: '^[A-Za-z_][A-Za-z0-9_-]*$',
  'x-faults': { pattern: { message: 'A name holds letters, digits, _ and -, and starts with a letter' } },
};

export const mapOfNamed = (values: JsonObject): JsonObject => ({ ...mapOf(values), propertyNames: NAME });

/** What prefixes stand for in XPath. */
export const NAMESPACES: JsonObject = {
  ...mapOfNamed({ type: 'string', minLength: 1 }),
  description: 'URIs of XML namespaces by the prefixes that xpath uses for them.',
};

/** A whole number with its unit: `20s`, `500ms`, `1h`. */
const duration = (sign: string): JsonObject => ({
  type: 'string',
  pattern: `^${sign}[0-9]+(ms|s|m|h|d)$`,
  'x-faults': { pattern: { message: 'A duration is a whole number with ms, s, m, h or d, as 20s' } },
});

export const DURATION = duration('');
export const SIGNED_DURATION = duration('-?');

/** A value of the interface, which a configuration sets. */
export const VALUE_REFERENCE: JsonObject = {
  type: 'string',
  pattern: '^\\$\\{ *values(\\.[A-Za-z0-9_-]+)+ *\\}$',
  'x-faults': {
    pattern: {
      message: 'Only a value can stand here, as ${values.client.key}',
      hint: 'The configuration refers to the secret as file:PATH or env:NAME, so that it stands in no suite.',
    },
  },
};

/** Field names of RFC 9110 section 5.1. */
const HEADER_NAME: JsonObject = {
  type: 'string',
  pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$",
  'x-faults': {
    pattern: { code: 'HEADER_INJECTION', message: 'A header name holds only letters, digits and a few signs' },
  },
};

/** Field values of RFC 9110 section 5.5: nothing that could end the field. */
const HEADER_VALUE: JsonObject = {
  type: 'string',
  pattern: '^[^\\u0000\\r\\n]*$',
  'x-faults': {
    pattern: {
      code: 'HEADER_INJECTION',
      message: 'A header value cannot hold CR, LF or NUL',
      hint: 'Take them out: they would end the header, and begin another.',
    },
  },
};

/** Null leaves the field out. */
export const HEADERS: JsonObject = {
  type: 'object',
  propertyNames: HEADER_NAME,
  additionalProperties: { anyOf: [HEADER_VALUE, { type: ['number', 'null'] }, { type: 'array', items: HEADER_VALUE }] },
};

/** A list repeats the parameter; null leaves it out. */
export const QUERY: JsonObject = mapOf({
  anyOf: [{ type: ['string', 'number', 'boolean', 'null'] }, { type: 'array', items: { type: ['string', 'number'] } }],
});

export const URL_TEXT: JsonObject = { type: 'string', format: 'url' };
