import { patched } from '../message/patch.ts';
import type { Scope } from '../message/scope.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import type { Change } from '../model/simulator.ts';
import { fill } from './conditions.ts';

/** The resource after the changes, whose values are templates; as it was when it lacks a place that they name. */
export function changed(resource: JsonObject, changes: readonly Change[], scope: Scope): JsonObject {
  const filled = fill(changes as unknown as JsonValue, scope) as unknown as readonly Change[] | undefined;
  const result = filled === undefined ? undefined : patched(resource, filled);
  return isJsonObject(result) ? result : resource;
}
