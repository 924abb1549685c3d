import type { Walk } from './context.ts';
import { type Frame, fieldFrame, locationOf } from './frame.ts';

const TYPES = 'http://hl7.org/fhir/StructureDefinition/';

/** STU3 has no Reference.type. */
const RULE = `${TYPES}Reference|4.0.1#Reference.type`;

/** The type that a Reference says of its target, relative to the definitions of the core types as the rule has it. */
export const statedType = (type: string): string => (type.startsWith(TYPES) ? type.slice(TYPES.length) : type);

/**
 * What a Reference says of its target's type is what its `reference` says. A name of no resource type that stands alone, as
 * of an abstract one, contradicts none; whether it may be there is the binding's.
 */
export function contradictionFindings(walk: Walk, reference: string, type: string, stated: string, frame: Frame): void {
  const said = statedType(stated);
  if (said === type || !walk.book.resourceTypes.has(said)) return;
  walk.findings.push({
    code: 'REFERENCE_TYPE',
    severity: 'error',
    message: `The type is ${said}, but ${reference} is a ${type}`,
    hint: `Write "${type}", or leave the type out`,
    location: locationOf(fieldFrame(frame, 'type', stated)),
    rule: RULE,
  });
}
