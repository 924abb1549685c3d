import type { Severity } from '../../model/diagnostic.ts';
import type { JsonValue } from '../../model/json.ts';
import { suggestion } from '../../schema/suggestion.ts';
import type { Property } from '../compile/rule.ts';
import { shorten } from '../compile/structure-fault.ts';
import type { Binding } from '../definitions/structure-definition.ts';
import { boundMembership, codesOf } from '../terminology/binding.ts';
import type { Terminology } from '../terminology/terminology.ts';
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
    const message = `${shown(value)} was not checked against ${valueSet} (${strength}): ${membership.unknown}`;
    walk.findings.push({
      code: 'BINDING_NOT_CHECKED',
      severity: 'not-checked',
      message,
      location: locationOf(frame),
      rule,
    });
  } else {
    if (strength === 'required') walk.broken.add(pointerOf(frame));
    const problem = membership === 'empty' ? 'There is no code of' : `${shown(value)} is not in`;
    // Whoever leaves what is only preferred has meant to.
    const hint = strength === 'preferred' ? {} : hintOf(walk.terminology, valueSet, value);
    walk.findings.push({
      code: 'BINDING',
      severity: SEVERITY[strength],
      message: `${problem} the value set ${valueSet} (${strength})`,
      ...hint,
      location: locationOf(frame),
      rule,
    });
  }
}

/** A code alone, or each with its code system. */
function shown(value: JsonValue): string {
  if (typeof value === 'string') return shorten(value);
  const codes = codesOf(value) ?? [];
  return codes.map(({ system, code }) => `${shorten(code)} of ${system || 'no code system'}`).join(', nor ');
}

/** More codes than these are no help to read. */
const MOST_LISTED = 20;

function hintOf(terminology: Terminology, valueSet: string, value: JsonValue): { readonly hint?: string } {
  const [first] = codesOf(value) ?? [];
  const systems = first?.system === undefined ? [] : terminology.systems(valueSet, first.code);
  if (systems.length > 0) return { hint: `The code is one of ${systems.join(' or ')}` };
  const codes = terminology.codes(valueSet);
  if (codes === undefined) return {};
  const meant = first && suggestion(first.code, codes);
  if (meant !== undefined) return { hint: `Did you mean "${meant}"?` };
  return codes.length > MOST_LISTED ? {} : { hint: `Expected one of: ${codes.join(', ')}` };
}
