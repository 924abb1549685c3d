import type { Diagnostic } from '../../model/diagnostic.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';

/**
 * The places whose structure is wrong, and the objects around them up to the resource that they are in: rules about them
 * are not evaluated, for they would report the same fault again.
 */
export interface BrokenPlaces {
  readonly touches: (pointer: string) => boolean;
}

export const nothingBroken: BrokenPlaces = { touches: () => false };

export function brokenPlaces(resource: JsonObject, faults: readonly Diagnostic[]): BrokenPlaces {
  if (faults.length === 0) return nothingBroken;
  const touched = new Set<string>();
  for (const { location } of faults)
    for (const pointer of upToResource(resource, location?.pointer ?? '')) touched.add(pointer);
  return { touches: (pointer) => touched.has(pointer) };
}

/** The pointer and those above it, ending with the innermost resource. */
function upToResource(resource: JsonObject, pointer: string): readonly string[] {
  const segments = pointer.split('/').slice(1);
  let value: JsonValue | undefined = resource;
  let path = '';
  let touched = [path];
  for (const segment of segments) {
    path += `/${segment}`;
    value = isJsonObject(value) ? value[segment] : Array.isArray(value) ? value[Number(segment)] : undefined;
    if (isJsonObject(value) && typeof value['resourceType'] === 'string') touched = [];
    touched.push(path);
  }
  return touched;
}
