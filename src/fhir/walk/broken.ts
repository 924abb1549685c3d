import type { Diagnostic } from '../../model/diagnostic.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import { type Frame, pointerOf } from './frame.ts';

/**
 * The places with a fault, and the objects around each up to the resource that it is in: rules about them are not
 * evaluated, for they would report the same fault again.
 */
export class BrokenPlaces {
  readonly #resource: JsonObject;
  readonly #touched = new Set<string>();

  constructor(resource: JsonObject, faults: readonly Diagnostic[]) {
    this.#resource = resource;
    for (const { location } of faults) this.add(location?.pointer ?? '');
  }

  add(pointer: string): void {
    for (const touched of upToResource(this.#resource, pointer)) this.#touched.add(touched);
  }

  touches(frame: Frame): boolean {
    return this.#touched.size > 0 && this.#touched.has(pointerOf(frame));
  }
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
