import { parseDuration } from '../message/duration.ts';
import { uuidRoot } from '../message/generated-id.ts';
import { interpolate } from '../message/interpolate.ts';
import { patched } from '../message/patch.ts';
import type { Scope } from '../message/scope.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import type { Series, StoreRules } from '../model/simulator.ts';
import type { Template } from '../model/suite.ts';
import type { Store } from './store.ts';

/** Fills the store with what it holds at the start. */
export function seed(store: Store, { resources, series }: StoreRules, now: Date): void {
  const scope: Scope = { now: now.toISOString() };
  const all = [...resources.map((template) => filled(template, scope)), ...series.flatMap((one) => times(one, now))];
  for (const resource of all) store.put(String(resource.resourceType), String(resource.id), resource);
}

function times({ every, from, to, resource, exceptions = [] }: Series, now: Date): readonly JsonObject[] {
  const stepMs = parseDuration(every) ?? 0;
  const first = Math.ceil((now.getTime() + (parseDuration(from) ?? 0)) / stepMs);
  const last = Math.floor((now.getTime() + (parseDuration(to) ?? 0)) / stepMs);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, place) => {
    const number = place + 1;
    const at = (step: number): string => new Date((first + place + step) * stepMs).toISOString();
    const edits = exceptions.filter(({ nth }) => number % nth === 0).flatMap((exception) => exception.edits);
    return filled(patched(resource, edits) ?? resource, {
      now: now.toISOString(),
      at: at(0),
      until: at(1),
      number,
      uuid: uuidRoot(at(0)),
    });
  });
}

/** The loader has made sure that the placeholders of seeds can be filled. */
function filled(template: Template, scope: Scope): JsonObject {
  const { value } = interpolate(template, scope);
  return isJsonObject(value) ? value : {};
}
