import type { Severity } from '../../model/diagnostic.ts';
import type { JsonValue } from '../../model/json.ts';
import { suggestion } from '../../schema/suggestion.ts';
import type { Property } from '../compile/rule.ts';
import { shorten } from '../compile/structure-fault.ts';
import type { Binding } from '../definitions/structure-definition.ts';
import { boundMembership, codesOf } from '../terminology/binding.ts';
import type { Walk } from './context.ts';
import { type Frame, locationOf, pointerOf } from './frame.ts';

/** How grave it is that a code is outside (https://hl7.org/fhir/R4/terminologies.html#strength). */
const SEVERITY: Record<Exclude<Binding['strength'], 'example'>, Severity> = {
  required: 'error',
  extensible: 'warning',
  preferred: 'information',
};

const CODED = new Set(['code', 'Coding', 'CodeableConcept', 'Quantity', 'string', 'uri']);

export function bindingFindings(walk: Walk, property: Property, value: JsonValue, frame: Frame): void {
  const { binding } = property;
  if (!binding || binding.strength === 'example' || !CODED.has(property.type)) return;
  const { strength, valueSet } = binding;
  const membership = boundMembership(walk.terminology, valueSet, value);
  if (membership === 'member') return;
  // A CodeableConcept may say in words alone what no code of an extensible set says.
  if (membership === 'empty' && (strength !== 'required' || property.type !== 'CodeableConcept')) return;
  const rule = `${property.source}#${property.id}`;
  if (typeof membership === 'object') {
    const message = `${shorten(value)} was not checked against ${valueSet} (${strength}): ${membership.unknown}`;
    walk.findings.push({
      code: 'BINDING_NOT_CHECKED',
      severity: 'not-checked',
      message,
      location: locationOf(frame),
      rule,
    });
  } else {
    if (strength === 'required') walk.broken.add(pointerOf(frame));
    const message = `${shorten(value)} is not in the value set ${valueSet} (${strength})`;
    // Whoever leaves what is only preferred has meant to.
    const hint = strength === 'preferred' ? {} : hintOf(walk.terminology.codes(valueSet), value);
    const severity = SEVERITY[strength];
    walk.findings.push({ code: 'BINDING', severity, message, ...hint, location: locationOf(frame), rule });
  }
}

/** More codes than these are no help to read. */
const MOST_LISTED = 20;

function hintOf(codes: readonly string[] | undefined, value: JsonValue): { readonly hint?: string } {
  if (codes === undefined) return {};
  const [first] = codesOf(value) ?? [];
  const meant = first && suggestion(first.code, codes);
  if (meant !== undefined) return { hint: `Did you mean "${meant}"?` };
  return codes.length > MOST_LISTED ? {} : { hint: `Expected one of: ${codes.join(', ')}` };
}
