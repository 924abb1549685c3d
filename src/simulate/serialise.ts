import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';

const texts = new WeakMap<JsonObject, string>();

/** JSON of a resource. Many replies repeat the same entries of bundles, so their text is kept as long as they are. */
export function jsonOf(resource: JsonObject): string {
  const { entry, ...rest } = resource;
  if (resource.resourceType !== 'Bundle' || !Array.isArray(entry)) return JSON.stringify(resource);
  const entries = (entry as readonly JsonValue[]).map(keptText).join(',');
  return `${JSON.stringify(rest).slice(0, -1)},"entry":[${entries}]}`;
}

function keptText(value: JsonValue): string {
  if (!isJsonObject(value)) return JSON.stringify(value);
  let text = texts.get(value);
  if (text === undefined) {
    text = JSON.stringify(value);
    texts.set(value, text);
  }
  return text;
}
