import { withoutVersion } from '../definitions/store.ts';
import type { Walk } from './context.ts';
import type { Frame } from './frame.ts';

/** The path of an element id: without slice names and `[x]`. */
export const elementPath = (id: string): string => id.replace(/:[^.]+/g, '').replaceAll('[x]', '');

/**
 * What an element may be called: each type of itself, and for each element above it within the resource, the names of
 * that with the path from there. `HumanName.family` is also `Patient.name.family`.
 */
export function namesOf(walk: Walk, element: Frame): ReadonlySet<string> {
  const names = new Set<string>();
  let below = '';
  let belowTyped = '';
  for (let frame: Frame | undefined = element; frame; frame = frame.rule?.isResource ? undefined : frame.parent) {
    for (const start of startsOf(walk, frame)) names.add(start + below).add(start + belowTyped);
    below = `.${frame.name}${below}`;
    belowTyped = `.${frame.property.replace(/^_/, '')}${belowTyped}`;
  }
  return names;
}

/** The types of an element, and its path or id in the definition by which it is checked. */
function startsOf(walk: Walk, { type, rule }: Frame): readonly string[] {
  const types = ancestry(walk, type);
  if (!rule) return types;
  const { id, source } = rule;
  return [...types, ...ancestry(walk, rule.type), elementPath(id), `${withoutVersion(source)}#${id}`];
}

/** The type and those that it specialises. */
function ancestry(walk: Walk, type: string): readonly string[] {
  const base = walk.store.structure(type)?.base;
  return base === undefined ? [type] : [type, ...ancestry(walk, base.slice(base.lastIndexOf('/') + 1))];
}
