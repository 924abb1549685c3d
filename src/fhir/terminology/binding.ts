import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import type { Membership, Terminology } from './terminology.ts';

/** A code as an element holds it. */
interface Coded {
  readonly system: string | undefined;
  readonly code: string;
}

/** The codes of a code, Coding, CodeableConcept or Quantity; undefined for values that hold none by their type. */
export function codesOf(value: JsonValue): readonly Coded[] | undefined {
  if (typeof value === 'string') return [{ system: undefined, code: value }];
  if (!isJsonObject(value)) return undefined;
  const codings = value['coding'];
  if (Array.isArray(codings)) return codings.flatMap((coding) => (isJsonObject(coding) ? codingOf(coding) : []));
  return codingOf(value);
}

function codingOf(coding: JsonObject): readonly Coded[] {
  const { system, code } = coding;
  if (typeof code !== 'string') return [];
  // A Coding without system is in no code system; it must not be taken for an element of type code.
  return [{ system: typeof system === 'string' ? system : '', code }];
}

/** Whether any code of the value is in the value set. A value without codes is `empty`. */
export function boundMembership(terminology: Terminology, valueSet: string, value: JsonValue): Membership | 'empty' {
  const codes = codesOf(value) ?? [];
  if (codes.length === 0) return 'empty';
  let worst: Membership = 'not-member';
  for (const { system, code } of codes) {
    const membership = terminology.membership(valueSet, system, code);
    if (membership === 'member') return 'member';
    if (membership !== 'not-member') worst = membership;
  }
  return worst;
}
