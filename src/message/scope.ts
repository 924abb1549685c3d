import { isJsonObject, type JsonValue } from '../model/json.ts';

/** Answers for the part of a path below a root: `['request', 'header', 'Accept']` below a step's id. */
export type Lookup = (path: readonly string[]) => JsonValue | undefined;

/** What templates may name: each root is plain data, or a lookup that answers only when asked. */
export type Scope = Readonly<Record<string, JsonValue | Lookup>>;

/** The value at `path`, or undefined. Members of objects and positions of lists are reached by name and number. */
export function valueAt(value: JsonValue | undefined, path: readonly string[]): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((found, name) => {
    if (isJsonObject(found)) return Object.hasOwn(found, name) ? found[name] : undefined;
    if (Array.isArray(found)) return /^\d+$/.test(name) ? (found as readonly JsonValue[])[Number(name)] : undefined;
    return undefined;
  }, value);
}

export function lookUp(scope: Scope, path: readonly string[]): JsonValue | undefined {
  const [root, ...rest] = path;
  if (root === undefined || !Object.hasOwn(scope, root)) return undefined;
  const entry = scope[root];
  return typeof entry === 'function' ? entry(rest) : valueAt(entry, rest);
}

/** The roots that are plain data; FHIRPath reads them as `%name`. */
export function plainRoots(scope: Scope): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries(
    Object.entries(scope).filter((entry): entry is [string, JsonValue] => typeof entry[1] !== 'function'),
  );
}
