import { isJsonObject, type JsonObject } from '../../model/json.ts';
import type { BundleIndex } from './frame.ts';

const indexes = new WeakMap<JsonObject, BundleIndex>();

/** The entries of a Bundle by fullUrl and by type and id; built when a reference first asks. */
export function bundleIndex(bundle: JsonObject): BundleIndex {
  const known = indexes.get(bundle);
  if (known) return known;
  let entries: Map<string, JsonObject> | undefined;
  const index: BundleIndex = {
    isTransaction: bundle['type'] === 'transaction',
    find: (reference) => {
      entries ??= entriesOf(bundle);
      return entries.get(reference);
    },
  };
  indexes.set(bundle, index);
  return index;
}

function entriesOf(bundle: JsonObject): Map<string, JsonObject> {
  const found = new Map<string, JsonObject>();
  const entries = bundle['entry'];
  for (const entry of Array.isArray(entries) ? entries : []) {
    const resource = isJsonObject(entry) ? entry['resource'] : undefined;
    if (!isJsonObject(entry) || !isJsonObject(resource)) continue;
    const { fullUrl } = entry;
    if (typeof fullUrl === 'string') found.set(fullUrl, resource);
    const { resourceType, id } = resource;
    const relative = `${resourceType}/${id}`;
    if (typeof id === 'string' && !found.has(relative)) found.set(relative, resource);
  }
  return found;
}
