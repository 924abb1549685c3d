import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';

const texts = new WeakMap<JsonObject, string>();

/** JSON of a resource. Entries of a bundle are stored resources that many replies repeat, so their text is kept as long as they are. */
export function jsonOf(resource: JsonObject): string {
  const { entry, ...rest } = resource;
  if (resource.resourceType !== 'Bundle' || !Array.isArray(entry)) return JSON.stringify(resource);
  const entries = (entry as readonly JsonValue[]).map(entryText).join(',');
  return `${JSON.stringify(rest).slice(0, -1)},"entry":[${entries}]}`;
}

function entryText(entry: JsonValue): string {
  if (!isJsonObject(entry) || !isJsonObject(entry.resource)) return JSON.stringify(entry);
  const { resource, ...rest } = entry;
  return `{"resource":${kept(resource as JsonObject)},${JSON.stringify(rest).slice(1)}`;
}

function kept(resource: JsonObject): string {
  let text = texts.get(resource);
  if (text === undefined) {
    text = JSON.stringify(resource);
    texts.set(resource, text);
  }
  return text;
}
