import type { Diagnostic } from '../../model/diagnostic.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import type { Walk } from './context.ts';
import { type Frame, fieldFrame, locationOf } from './frame.ts';

const RULES = {
  stu3: 'https://hl7.org/fhir/STU3/references.html#contained',
  r4: 'https://hl7.org/fhir/R4/references.html#contained',
} as const;

/** Each contained resource has an id, and one of its own: nothing else tells it from the others. Those in a contained one are dom-2's. */
export function containedFindings(walk: Walk, contained: JsonValue, container: Frame): void {
  if (!Array.isArray(contained) || container.property === 'contained') return;
  const seen = new Set<JsonValue>();
  contained.forEach((resource, index) => {
    if (!isJsonObject(resource)) return;
    const fault = idFault(resource, seen);
    seen.add(resource['id'] ?? null);
    if (!fault) return;
    const frame = fieldFrame(container, 'contained', resource, index);
    const location = locationOf(fieldFrame(frame, 'id', resource['id'] ?? null));
    walk.findings.push({ ...fault, severity: 'error', location, rule: RULES[walk.version] });
  });
}

/** An id that is no text is found where its type is. */
function idFault({ id }: JsonObject, seen: ReadonlySet<JsonValue>): Pick<Diagnostic, 'code' | 'message'> | undefined {
  if (id === undefined)
    return { code: 'MISSING_ELEMENT', message: 'A contained resource lacks id, by which alone it can be referred to' };
  if (typeof id === 'string' && seen.has(id))
    return { code: 'ID_NOT_UNIQUE', message: `"#${id}" may be either of two contained resources with the id "${id}"` };
  return undefined;
}
