import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';

/**
 * The schema with every `anyOf` and `oneOf` turned into a chain of `if`, so that a wrong value is compared with the one branch that was
 * meant and gives one error for one fault. A branch is recognised by its type; among mappings by a constant of its own, or by a
 * required key that no later branch knows.
 *
 * @throws Error when branches cannot be told apart: the schema is ours, so that is a mistake of the programmer.
 */
export function dispatched(schema: JsonObject, root: JsonObject = schema): JsonObject {
  const { anyOf, oneOf, ...rest } = schema;
  const own = Object.fromEntries(
    Object.entries(rest).map(([keyword, value]) => [keyword, inside(keyword, value, root)]),
  );
  const union = anyOf ?? oneOf;
  if (!Array.isArray(union)) return own;
  const chain = chainOf(union.filter(isJsonObject), root);
  return { ...own, allOf: [...(Array.isArray(own.allOf) ? own.allOf : []), chain] };
}

const SCHEMA_MAPS = ['properties', 'patternProperties', '$defs', 'dependentSchemas'];
const SCHEMA_LISTS = ['allOf', 'prefixItems'];
const SCHEMAS = ['items', 'additionalProperties', 'propertyNames', 'if', 'then', 'else', 'not', 'contains'];

function inside(keyword: string, value: JsonValue, root: JsonObject): JsonValue {
  if (SCHEMAS.includes(keyword)) return isJsonObject(value) ? dispatched(value, root) : value;
  if (SCHEMA_LISTS.includes(keyword) && Array.isArray(value)) {
    return value.filter(isJsonObject).map((member) => dispatched(member, root));
  }
  if (SCHEMA_MAPS.includes(keyword) && isJsonObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, isJsonObject(member) ? dispatched(member, root) : member]),
    );
  }
  return value;
}

/** What tells a branch from others. */
interface Branch {
  readonly schema: JsonObject;
  readonly types: readonly string[];
  readonly required: readonly string[];
  readonly properties: JsonObject;
}

function chainOf(schemas: readonly JsonObject[], root: JsonObject): JsonObject {
  const branches = schemas.map((schema) => branchOf(schema, root));
  const mappings = branches.filter(({ types }) => types.includes('object'));
  return branches.reduceRight<JsonObject>(
    (otherwise, branch) => {
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
      return { if: guardOf(branch, branches), then: dispatched(branch.schema, root), else: otherwise };
    },
    noBranch([...new Set(branches.flatMap(({ types }) => types))], mappings),
  );
}

function branchOf(schema: JsonObject, root: JsonObject): Branch {
  const shape = typeof schema.$ref === 'string' ? definition(schema.$ref, root) : schema;
  const types = [shape.type ?? []].flat().filter((type) => typeof type === 'string');
  if (types.length === 0) throw new Error(`A branch of a union needs a type: ${JSON.stringify(schema)}`);
  return {
    schema,
    types,
    required: Array.isArray(shape.required) ? shape.required.filter((key) => typeof key === 'string') : [],
    properties: isJsonObject(shape.properties) ? shape.properties : {},
  };
}

function definition(ref: string, root: JsonObject): JsonObject {
  const name = ref.replace('#/$defs/', '');
  const found = isJsonObject(root.$defs) ? root.$defs[name] : undefined;
  if (!isJsonObject(found)) throw new Error(`The schema defines no ${ref}`);
  return found;
}

function guardOf(branch: Branch, branches: readonly Branch[]): JsonObject {
  const rivals = branches.filter(
    (other) => other !== branch && other.types.some((type) => branch.types.includes(type)),
  );
  if (rivals.length === 0) return { type: [...branch.types] };
  const constant = constantOf(branch, rivals);
  if (constant !== undefined) {
    return { type: 'object', required: [constant], properties: { [constant]: constraint(branch, constant) } };
  }
  const key = tellingKey(branch, rivals, branches);
  if (key === undefined) throw new Error(`A branch cannot be told from the others: ${JSON.stringify(branch.schema)}`);
  return { type: 'object', required: [key], properties: { [key]: true } };
}

const without = (branch: Branch, branches: readonly Branch[]): readonly Branch[] =>
  branches.filter((other) => other !== branch);

/** A required key that no later rival knows, nor every other. */
function tellingKey(branch: Branch, rivals: readonly Branch[], branches: readonly Branch[]): string | undefined {
  const knows = ({ properties }: Branch, key: string): boolean => Object.hasOwn(properties, key);
  const later = rivals.filter((rival) => branches.indexOf(rival) > branches.indexOf(branch));
  return branch.required.find(
    (key) => !later.some((rival) => knows(rival, key)) && !rivals.every((rival) => knows(rival, key)),
  );
}

/** A key that this branch and all its rivals require as a constant of their own. */
function constantOf(branch: Branch, rivals: readonly Branch[]): string | undefined {
  const values = (key: string): readonly (JsonValue | undefined)[] =>
    [branch, ...rivals].map(({ properties }) => {
      const property = properties[key];
      return isJsonObject(property) ? property.const : undefined;
    });
  return branch.required.find((key) => {
    const found = values(key);
    return found.every((value) => value !== undefined) && new Set(found).size === found.length;
  });
}

const constraint = (branch: Branch, key: string): JsonObject => ({
  const: (branch.properties[key] as JsonObject).const ?? null,
});

/** What is said of a value that no branch recognises. */
function noBranch(types: readonly string[], mappings: readonly Branch[]): JsonObject {
  if (mappings.length < 2) return { type: [...types] };
  const [first] = mappings;
  const constant = first === undefined ? undefined : constantOf(first, mappings.slice(1));
  const values = mappings.map(({ properties }) => properties[constant ?? ''] as JsonObject | undefined);
  const mapping: JsonObject =
    constant === undefined
      ? { type: 'object', 'x-none-of': unrecognised(mappings) }
      : {
          type: 'object',
          required: [constant],
          properties: { [constant]: { enum: values.map((value) => value?.const ?? null) } },
        };
  // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
  return { if: { type: 'object' }, then: mapping, else: { type: [...types] } };
}

/** The keys of which a mapping must have one, and all keys that any branch knows. */
function unrecognised(mappings: readonly Branch[]): JsonObject {
  const keys = mappings.map((branch) => tellingKey(branch, without(branch, mappings), mappings) ?? '');
  return { keys, known: [...new Set(mappings.flatMap(({ properties }) => Object.keys(properties)))] };
}
