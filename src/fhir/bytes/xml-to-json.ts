import type { Diagnostic } from '../../model/diagnostic.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { ObjectRule, Property } from '../compile/rule.ts';
import { type ElementRules, FHIR_NAMESPACE, holdsResource, isAttribute } from './element-rules.ts';
import type { Position } from './position.ts';
import { membersOfPairs, type ValuePair } from './value-pair.ts';
import { isValue, refuseAttributes } from './xml-attributes.ts';
import { type ElementGroup, groupElements, pointerOfElement } from './xml-elements.ts';
import { noResource, refuseEmpty, refuseText } from './xml-faults.ts';
import { findInXml } from './xml-findings.ts';
import { scalarValue } from './xml-primitive.ts';
import type { XmlAttribute, XmlElement } from './xml-reader.ts';
import type { XmlReading } from './xml-reading.ts';

export interface ResourceOfXml {
  /** Absent when the root is no resource. */
  readonly resource?: JsonObject;
  readonly diagnostics: readonly Diagnostic[];
  readonly offsets: ReadonlyMap<string, number>;
}

/**
 * The JSON form of FHIR XML (https://hl7.org/fhir/R4/xml.html, https://hl7.org/fhir/R4/json.html). Only what the JSON form
 * cannot show is found here: order, namespaces, text, unknown names, repetition of what may not repeat, what is empty, values
 * that are none of a type that JSON does not write as text. All else shows in the JSON and is the validator's.
 */
export function resourceOfXml(
  root: XmlElement,
  text: string,
  rules: ElementRules,
  positionAt: (offset: number) => Position,
): ResourceOfXml {
  const reading: XmlReading = {
    text,
    rules,
    findings: { version: rules.version, all: [], positionAt },
    offsets: new Map(),
  };
  const resource = resourceOf(reading, root, '');
  return { ...(resource && { resource }), diagnostics: reading.findings.all, offsets: reading.offsets };
}

function resourceOf(reading: XmlReading, element: XmlElement, pointer: string): JsonObject | undefined {
  const { findings, rules } = reading;
  const { name, namespace, start } = element;
  const rule = namespace === FHIR_NAMESPACE ? rules.ofResource(name) : undefined;
  if (rule) return { resourceType: name, ...objectOf(reading, element, rule, pointer) };
  findInXml(findings, start, () => ({ ...noResource(rules, element), pointer }));
  return undefined;
}

function objectOf(
  reading: XmlReading,
  element: XmlElement,
  rule: ObjectRule,
  pointer: string,
  isRead: (attribute: XmlAttribute) => boolean = () => false,
): JsonObject {
  const { findings, rules, offsets } = reading;
  offsets.set(pointer, element.start);
  refuseText(findings, element, pointer);
  const ids = element.attributes.filter(({ name, namespace }) => namespace === '' && isAttribute(rule, name));
  refuseAttributes(
    findings,
    rules,
    element,
    pointer,
    rule,
    (attribute) => ids.includes(attribute) || isRead(attribute),
  );
  const groups = groupElements(findings, element, rule, pointer);
  return Object.assign(
    Object.fromEntries(ids.map(({ name, value }) => [name, value])),
    ...groups.map((group) => membersOf(reading, group, pointer)),
  );
}

function membersOf(reading: XmlReading, group: ElementGroup, pointer: string): JsonObject {
  const { property } = group;
  const { name, element, primitive } = property;
  const elements = element.list ? group.elements : onlyOne(reading, group, pointer);
  if (primitive)
    return membersOfPairs(
      name,
      element.list,
      elements.map((child, index) => pairOf(reading, child, property, pointer, index)),
    );
  const values = elements.map((child, index) =>
    complexValue(reading, child, property, pointerOfElement(pointer, property, index)),
  );
  return { [name]: element.list ? values : (values[0] ?? null) };
}

function onlyOne(
  { findings }: XmlReading,
  { property, elements }: ElementGroup,
  pointer: string,
): readonly XmlElement[] {
  const [, second] = elements;
  if (second) {
    findInXml(findings, second.start, () => ({
      code: 'TOO_MANY_VALUES',
      message: `<${property.name}> may not repeat`,
      pointer: `${pointer}/${property.name}`,
    }));
  }
  return elements.slice(0, 1);
}

function pairOf(
  reading: XmlReading,
  element: XmlElement,
  property: Property,
  pointer: string,
  index: number,
): ValuePair {
  const { findings } = reading;
  const found = findings.all.length;
  const place = pointerOfElement(pointer, property, index);
  const value = scalarValue(reading, element, property, place);
  const beside = besideValue(reading, element, property, pointerOfElement(pointer, property, index, '_'));
  // What makes it empty may have been found already.
  if (value === null && beside === null && findings.all.length === found)
    refuseEmpty(findings, element, property, place, 'has neither a value nor extensions');
  return { value, beside };
}

function besideValue(reading: XmlReading, element: XmlElement, { type }: Property, pointer: string): JsonObject | null {
  const rule = type === 'xhtml' ? undefined : reading.rules.besideValue;
  const beside = rule ? objectOf(reading, element, rule, pointer, isValue) : {};
  return Object.keys(beside).length > 0 ? beside : null;
}

function complexValue(reading: XmlReading, element: XmlElement, property: Property, pointer: string): JsonValue {
  if (holdsResource(property)) return heldResource(reading, element, property, pointer);
  const rule = reading.rules.below(property);
  return rule ? objectOf(reading, element, rule, pointer) : null;
}

/** `contained`, `Bundle.entry.resource` and the like hold one resource in an element of its own. */
function heldResource(reading: XmlReading, element: XmlElement, property: Property, pointer: string): JsonValue {
  const { findings, rules, offsets } = reading;
  const found = findings.all.length;
  const [held, second] = element.elements;
  offsets.set(pointer, element.start);
  refuseText(findings, element, pointer);
  refuseAttributes(findings, rules, element, pointer, undefined, () => false);
  if (!held) {
    if (findings.all.length === found) refuseEmpty(findings, element, property, pointer, 'holds no resource');
    return null;
  }
  const resource = resourceOf(reading, held, pointer);
  if (resource && second) {
    findInXml(findings, second.start, () => ({
      code: 'TOO_MANY_VALUES',
      message: `<${element.name}> holds one resource`,
      pointer,
    }));
  }
  return resource ?? { ...idAlone(element), ...idAlone(held) };
}

/** Of what is no resource, or lacks the element around its own, the id is kept, so that what refers to it still leads to it. */
function idAlone({ elements }: XmlElement): JsonObject {
  const id = elements.find(({ name }) => name === 'id')?.attributes.find(isValue)?.value;
  return id === undefined ? {} : { id };
}
