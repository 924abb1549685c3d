import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import { languageSchemas } from './language-schemas.ts';
import type { KindSchema } from './steps.ts';

/** The schemas as editors use them, by the name of their file in `suites/schema`. */
export function publishedSchemas(kinds: readonly KindSchema[]): Readonly<Record<string, JsonObject>> {
  const { suite, api, requirements, submission, simulator, waivers, redaction } = languageSchemas(kinds);
  return {
    'suite.schema.json': withPlaceholders(withoutOwnKeywords(suite)),
    'api.schema.json': withoutOwnKeywords(api),
    'requirements.schema.json': withoutOwnKeywords(requirements),
    'submission.schema.json': withoutOwnKeywords(submission),
    'simulator.schema.json': withoutOwnKeywords(simulator),
    'waivers.schema.json': withoutOwnKeywords(waivers),
    'redaction.schema.json': withoutOwnKeywords(redaction),
  };
}

function withoutOwnKeywords(schema: JsonObject): JsonObject {
  const members = Object.entries(schema).filter(([keyword]) => keyword !== 'x-faults');
  return Object.fromEntries(members.map(([keyword, value]) => [keyword, inside(value)]));
}

function inside(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(inside);
  return isJsonObject(value) ? withoutOwnKeywords(value) : value;
}

const ROW_VALUE: JsonObject = { type: 'string', pattern: '^\\$\\{ *each\\.[^{}]+\\}$' };

/** In a test with rows `${each.NAME}` may stand for any value. The loader puts the row's value there before it looks. */
function withPlaceholders(schema: JsonObject): JsonObject {
  const definitions = isJsonObject(schema.$defs) ? schema.$defs : {};
  return {
    ...schema,
    $defs: Object.fromEntries(Object.entries(definitions).map(([name, value]) => [name, open(value)])),
  };
}

/** The schema with every value inside it replaceable. */
function open(schema: JsonValue): JsonValue {
  if (!isJsonObject(schema)) return schema;
  const { properties, items, anyOf, then: whenSo, else: otherwise } = schema;
  return {
    ...schema,
    ...(isJsonObject(properties) ? { properties: eachOf(properties) } : {}),
    ...(isJsonObject(items) ? { items: replaceable(items) } : {}),
    ...(Array.isArray(anyOf) ? { anyOf: anyOf.map(open) } : {}),
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
    ...(whenSo === undefined ? {} : { then: open(whenSo) }),
    ...(otherwise === undefined ? {} : { else: open(otherwise) }),
  };
}

const eachOf = (properties: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, replaceable(value)]));

function replaceable(schema: JsonValue): JsonValue {
  const takesTexts =
    !isJsonObject(schema) || Object.keys(schema).length === 0 || [schema.type].flat().includes('string');
  return takesTexts ? schema : { anyOf: [open(schema), ROW_VALUE] };
}
