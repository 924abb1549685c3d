import { isJsonObject, type JsonObject } from '../model/json.ts';

const indexes = new WeakMap<JsonObject, ReadonlyMap<string, JsonObject>>();

/** The contained resources of a resource by id, the first of each; indexed once, for many references lead to them. */
export function containedById(container: JsonObject): ReadonlyMap<string, JsonObject> {
  const known = indexes.get(container);
  if (known) return known;
  const found = new Map<string, JsonObject>();
  for (const resource of containedOf(container)) {
    if (!isJsonObject(resource) || typeof resource['id'] !== 'string') continue;
    if (!found.has(resource['id'])) found.set(resource['id'], resource);
  }
  indexes.set(container, found);
  return found;
}

const containedOf = ({ contained }: JsonObject) => (Array.isArray(contained) ? contained : []);
