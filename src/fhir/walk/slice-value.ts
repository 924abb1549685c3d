import type { DiagnosticCode } from '../../model/diagnostic-code.ts';
import type { JsonValue } from '../../model/json.ts';
import { matchesPattern, sameJson } from '../compile/equal.ts';
import type { Property } from '../compile/rule.ts';
import { shorten } from '../compile/structure-fault.ts';
import type { Walk } from './context.ts';
import { type Frame, locationOf } from './frame.ts';

/** Whether the property is a slice's, and not the element's own, and asks anything of a value itself. */
export const asksOfSlice = (property: Property): boolean =>
  property.element.slicing !== undefined &&
  !property.element.properties.includes(property) &&
  [property.fixed, property.pattern, property.maxLength, property.minValue, property.maxValue].some(
    (asked) => asked !== undefined,
  );

/** What a slice asks of a value itself: the structure is the same for all values of the element, and knows no slices. */
export function sliceValueFindings(walk: Walk, slice: Property, value: JsonValue, frame: Frame): void {
  const { id, source, fixed, pattern, maxLength, minValue, maxValue } = slice;
  const shown = shorten(value);
  if (fixed !== undefined && !sameJson(value, fixed)) report('FIXED_VALUE', `${shown} is not ${shorten(fixed)}`);
  if (pattern !== undefined && !matchesPattern(value, pattern))
    report('PATTERN_VALUE', `${shown} lacks ${shorten(pattern)}`);
  if (maxLength !== undefined && typeof value === 'string' && [...value].length > maxLength)
    report('VALUE_TOO_LONG', `${shown} is longer than ${maxLength} characters`);
  if (typeof value !== 'number') return;
  if (typeof minValue === 'number' && value < minValue) report('VALUE_RANGE', `${value} must be at least ${minValue}`);
  if (typeof maxValue === 'number' && value > maxValue) report('VALUE_RANGE', `${value} must be at most ${maxValue}`);

  function report(code: DiagnosticCode, message: string): void {
    walk.findings.push({
      code,
      severity: 'error',
      message: `${message}, as the slice ${id} asks`,
      location: locationOf(frame),
      rule: `${source}#${id}`,
    });
  }
}
