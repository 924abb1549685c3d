import type { Diagnostic } from '../../model/diagnostic.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import { isPrimitive } from './primitive.ts';
import { type ElementRule, type ObjectRule, type Property, ruleId } from './rule.ts';
import { hasSibling } from './schema.ts';

/** Checks what one property alone cannot show: content, presence, one type of a choice, nulls that stand for an extension. */
export function elementFaults(rule: ObjectRule): (data: JsonObject, pointer: string, into: Diagnostic[]) => void {
  const required = rule.elements
    .filter(({ min, max }) => min > 0 && max > 0)
    .map((element) => ({ element, names: namesOf(rule, element) }));
  const choices = rule.elements
    .filter(({ choice }) => choice)
    .map((element) => ({ element, names: namesOf(rule, element) }));
  const primitives = [...rule.properties.values()].filter(({ primitive }) => primitive);
  const lists = primitives.filter(({ element }) => element.list);
  const siblings = primitives
    .filter((property) => hasSibling(rule, property))
    .map((property) => ({ property, sibling: `_${property.name}` }));
  const hasContent = isBesideValue(rule) ? hasMember : hasMemberBesideId;

  return (data, pointer, into) => {
    if (!hasContent(data)) {
      into.push(empty(rule.id, ruleId(rule, rule.id), pointer));
      return;
    }
    for (const { property, sibling } of siblings) {
      const beside = data[sibling];
      if (beside !== undefined) idsAlone(property, data[property.name], beside, `${pointer}/${sibling}`, into);
    }
    for (const { element, names } of required) {
      if (!names.some((name) => data[name] !== undefined)) into.push(missing(rule, element, pointer));
    }
    for (const { element, names } of choices) {
      const used = names.filter((name) => data[name] !== undefined);
      if (used.length > 1) conflictFault(rule, element, used, pointer, into);
    }
    for (const property of lists) {
      if (data[property.name] !== undefined) nullFaults(rule, property, data, pointer, into);
    }
  };
}

/** ele-1: an element has a value or children; an id alone is neither. */
function hasMemberBesideId(data: JsonObject): boolean {
  for (const name in data) if (name !== 'id') return true;
  return false;
}

/** The object of a `_name` sibling may have nothing but an id; whether there is a value is known beside it. */
function hasMember(data: JsonObject): boolean {
  for (const _ in data) return true;
  return false;
}

/** Rules for the `_name` sibling of a primitive. */
const isBesideValue = ({ id, type }: ObjectRule): boolean => id === 'Element' || isPrimitive(type);

/** Siblings with nothing but an id, where there is no value: the element is empty (ele-1). */
function idsAlone(
  property: Property,
  value: JsonValue | undefined,
  sibling: JsonValue,
  pointer: string,
  into: Diagnostic[],
): void {
  if (Array.isArray(sibling)) {
    const values = Array.isArray(value) ? value : [];
    sibling.forEach((item, index) => {
      idsAlone(property, values[index] ?? undefined, item, `${pointer}/${index}`, into);
    });
  } else if (value === undefined && isJsonObject(sibling) && hasMember(sibling) && !hasMemberBesideId(sibling)) {
    into.push(empty(property.id, `${property.source}#${property.id}`, pointer));
  }
}

function empty(id: string, rule: string, pointer: string): Diagnostic {
  return {
    code: 'EMPTY_ELEMENT',
    severity: 'error',
    message: `${id} has no content`,
    hint: 'Leave the element out',
    location: { pointer },
    rule,
  };
}

function namesOf(rule: ObjectRule, element: ElementRule): readonly string[] {
  return element.properties.flatMap((property) =>
    property.primitive && hasSibling(rule, property) ? [property.name, `_${property.name}`] : [property.name],
  );
}

function missing(rule: ObjectRule, element: ElementRule, pointer: string): Diagnostic {
  const [first] = element.properties;
  return {
    code: 'MISSING_ELEMENT',
    severity: 'error',
    message: `${rule.id} lacks ${element.name}${element.choice ? '[x]' : ''}, which is required`,
    location: { pointer: `${pointer}/${element.properties.length === 1 ? first?.name : element.name}` },
    rule: ruleId(rule, element.id),
  };
}

/**
 * A value and what stands beside it as `_name` are of one type; what has nothing but extensions has a type as well
 * (https://hl7.org/fhir/R4/formats.html#choice, https://hl7.org/fhir/R4/json.html#primitive; STU3 the same).
 */
function conflictFault(
  rule: ObjectRule,
  element: ElementRule,
  used: readonly string[],
  pointer: string,
  into: Diagnostic[],
): void {
  const typed = used.filter((name) => !name.startsWith('_') || !used.includes(name.slice(1)));
  if (typed.length < 2) return;
  into.push({
    code: 'CHOICE_CONFLICT',
    severity: 'error',
    message: `${typed.join(' and ')} are both present; ${element.name}[x] has one value`,
    location: { pointer: `${pointer}/${typed[1]}` },
    rule: ruleId(rule, element.id),
  });
}

/** A null in an array of primitives is allowed where the sibling array holds the element's extensions. */
function nullFaults(rule: ObjectRule, property: Property, data: JsonObject, pointer: string, into: Diagnostic[]): void {
  const values = data[property.name];
  if (!Array.isArray(values)) return;
  const siblings = data[`_${property.name}`];
  values.forEach((value, index) => {
    if (value !== null || (Array.isArray(siblings) && siblings[index])) return;
    into.push({
      code: 'NULL_WITHOUT_EXTENSION',
      severity: 'error',
      message: `${property.name}[${index}] is null and _${property.name}[${index}] is absent`,
      location: { pointer: `${pointer}/${property.name}/${index}` },
      rule: ruleId(rule, property.id),
    });
  });
}
