import type { Location } from '../../model/diagnostic.ts';
import type { JsonValue } from '../../model/json.ts';
import type { ObjectRule } from '../compile/rule.ts';
import type { Walk } from './context.ts';
import { type Frame, fhirpathOf, fieldFrame, locationOf, pointerOf } from './frame.ts';

const RULES = {
  stu3: 'http://hl7.org/fhir/StructureDefinition/Element|3.0.2#Element.id',
  r4: 'http://hl7.org/fhir/StructureDefinition/Element|4.0.1#Element.id',
} as const;

/**
 * The id of an element holds no spaces, and no two elements of a resource have the same; a contained resource and each entry of
 * a Bundle count by themselves. The snapshot and the differential of a StructureDefinition name the same elements, by ids of
 * their own form, so theirs are left to its constraints (sdf-16, sdf-17).
 */
export function elementIdFindings(walk: Walk, rule: ObjectRule, id: JsonValue, element: Frame): void {
  if (typeof id !== 'string' || rule.isResource || rule.type === 'ElementDefinition') return;
  const location = (): Location => locationOf(fieldFrame(element, 'id', id));
  if (/\s/.test(id)) {
    walk.findings.push({ ...WITH_SPACE, location: location(), rule: RULES[walk.version] });
    return;
  }
  const key = `${pointerOf(resourceAround(element))} ${id}`;
  const first = walk.elementIds.get(key) ?? element;
  walk.elementIds.set(key, first);
  // Each profile walks the same elements again.
  if (pointerOf(first) === pointerOf(element)) return;
  walk.findings.push({
    code: 'ID_NOT_UNIQUE',
    severity: 'error',
    message: `The id "${id}" is that of ${fhirpathOf(first)} too`,
    hint: 'Give each element of a resource an id of its own, or none',
    location: location(),
    rule: RULES[walk.version],
  });
}

const WITH_SPACE = {
  code: 'PRIMITIVE_FORMAT',
  severity: 'error',
  message: 'The id of the element holds white space',
  hint: 'Expected any text without spaces',
} as const;

function resourceAround(element: Frame): Frame {
  let frame = element;
  while (frame.parent && !frame.rule?.isResource) frame = frame.parent;
  return frame;
}
