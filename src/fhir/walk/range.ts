import type { JsonValue } from '../../model/json.ts';
import type { Property } from '../compile/rule.ts';
import { shorten } from '../compile/structure-fault.ts';
import type { Walk } from './context.ts';
import { type Frame, locationOf } from './frame.ts';
import { isWithin } from './span.ts';

/** Limits that the structure does not hold already: numbers are compared there. */
export const hasRange = ({ minValue, maxValue }: Property): boolean => isOrdered(minValue) || isOrdered(maxValue);

const isOrdered = (limit: JsonValue | undefined): limit is JsonValue =>
  limit !== undefined && typeof limit !== 'number';

/** minValue and maxValue of dates, times and quantities (https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.minValue_x_). */
export function rangeFindings(walk: Walk, property: Property, value: JsonValue, frame: Frame): void {
  const { minValue, maxValue, source, id } = property;
  if (isOrdered(minValue)) report(isWithin('minimum', minValue, value), 'at least', minValue);
  if (isOrdered(maxValue)) report(isWithin('maximum', maxValue, value), 'at most', maxValue);

  function report(holds: boolean | undefined, relation: string, limit: JsonValue): void {
    if (holds === true) return;
    const demand = `${shorten(value)} must be ${relation} ${shorten(limit)}`;
    walk.findings.push({
      code: holds === false ? 'VALUE_RANGE' : 'VALUE_RANGE_NOT_CHECKED',
      severity: holds === false ? 'error' : 'not-checked',
      message: holds === false ? demand : `${demand}, which cannot be told: units or precision differ`,
      location: locationOf(frame),
      rule: `${source}#${id}`,
    });
  }
}
