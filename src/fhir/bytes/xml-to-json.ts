import type { Diagnostic } from '../../model/diagnostic.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { ObjectRule, Property } from '../compile/rule.ts';
import { type ElementRules, FHIR_NAMESPACE, holdsResource, isAttribute } from './element-rules.ts';
import { notAnInteger } from './integer-lexeme.ts';
import { standaloneDiv } from './narrative-text.ts';
import type { Position } from './position.ts';
import { primitiveValue } from './primitive-lexeme.ts';
import { lossyNumber } from './refusal.ts';
import { membersOfPairs } from './value-pair.ts';
import { type ElementGroup, groupElements } from './xml-elements.ts';
import { findInXml, type XmlFindings } from './xml-findings.ts';
import type { XmlAttribute, XmlElement } from './xml-reader.ts';

const XSI_NAMESPACE = 'http://www.w3.org/2001/XMLSchema-instance';

/** The document that a resource is read from, and what is learnt on the way. */
interface Reading {
  readonly text: string;
  readonly rules: ElementRules;
  readonly findings: XmlFindings;
  /** Where each value begins, by its pointer. */
  readonly offsets: Map<string, number>;
}

export interface ResourceOfXml {
  /** Absent when the root is no resource. */
  readonly resource?: JsonObject;
  readonly diagnostics: readonly Diagnostic[];
  readonly offsets: ReadonlyMap<string, number>;
}

/**
 * The JSON form of FHIR XML (https://hl7.org/fhir/R4/xml.html, https://hl7.org/fhir/R4/json.html). Only what the JSON form
 * cannot show is found here: order, namespaces, text, unknown names, repetition of what may not repeat. All else shows in
 * the JSON and is the validator's.
 */
export function resourceOfXml(
  root: XmlElement,
  text: string,
  rules: ElementRules,
  positionAt: (offset: number) => Position,
): ResourceOfXml {
  const reading: Reading = {
    text,
    rules,
    findings: { version: rules.version, all: [], positionAt },
    offsets: new Map(),
  };
  const resource = resourceOf(reading, root, '');
  return { ...(resource && { resource }), diagnostics: reading.findings.all, offsets: reading.offsets };
}

function resourceOf(reading: Reading, element: XmlElement, pointer: string): JsonObject | undefined {
  const { name, namespace, start } = element;
  const rule = namespace === FHIR_NAMESPACE ? reading.rules.ofResource(name) : undefined;
  if (rule) return { resourceType: name, ...objectOf(reading, element, rule, pointer) };
  const place = { offset: start, pointer };
  if (namespace === FHIR_NAMESPACE) {
    findInXml(reading.findings, place, 'UNKNOWN_RESOURCE_TYPE', `<${name}> is no resource type of this version`);
  } else {
    findInXml(reading.findings, place, 'XML_NAMESPACE', `<${name}> is not in the namespace ${FHIR_NAMESPACE}`);
  }
  return undefined;
}

function objectOf(
  reading: Reading,
  element: XmlElement,
  rule: ObjectRule,
  pointer: string,
  isRead: (attribute: XmlAttribute) => boolean = () => false,
): JsonObject {
  const { findings, offsets } = reading;
  offsets.set(pointer, element.start);
  refuseText(reading, element, pointer);
  const ids = element.attributes.filter(({ name, namespace }) => namespace === '' && isAttribute(rule, name));
  refuseAttributes(reading, element, pointer, (attribute) => ids.includes(attribute) || isRead(attribute));
  const groups = groupElements(findings, element, rule, pointer);
  return Object.assign(
    Object.fromEntries(ids.map(({ name, value }) => [name, value])),
    ...groups.map((group) => membersOf(reading, group, pointer)),
  );
}

function refuseText({ findings }: Reading, { name, textAt }: XmlElement, pointer: string): void {
  if (textAt === undefined) return;
  findInXml(findings, { offset: textAt, pointer }, 'XML_TEXT', `<${name}> may hold no text: values are attributes`);
}

function refuseAttributes(
  { findings }: Reading,
  element: XmlElement,
  pointer: string,
  isKnown: (attribute: XmlAttribute) => boolean,
): void {
  for (const attribute of element.attributes) {
    if (isKnown(attribute) || isSchemaLocation(attribute)) continue;
    const message = `<${element.name}> has no attribute ${attribute.name}`;
    findInXml(findings, { offset: attribute.start, pointer }, 'UNKNOWN_ELEMENT', message);
  }
}

/** Where a schema lies says nothing of the resource. */
const isSchemaLocation = ({ namespace, name }: XmlAttribute): boolean =>
  namespace === XSI_NAMESPACE && name === 'schemaLocation';

function membersOf(reading: Reading, group: ElementGroup, pointer: string): JsonObject {
  const { property } = group;
  const { name, element, primitive } = property;
  const elements = element.list ? group.elements : onlyOne(reading, group, pointer);
  const pointerOf = (index: number, prefix = ''): string =>
    `${pointer}/${prefix}${name}${element.list ? `/${index}` : ''}`;
  if (primitive) {
    const pairs = elements.map((child, index) => ({
      value: scalarValue(reading, child, property, pointerOf(index)),
      beside: besideValue(reading, child, property, pointerOf(index, '_')),
    }));
    return membersOfPairs(name, element.list, pairs);
  }
  const values = elements.map((child, index) => complexValue(reading, child, property, pointerOf(index)));
  return { [name]: element.list ? values : (values[0] ?? null) };
}

function onlyOne({ findings }: Reading, { property, elements }: ElementGroup, pointer: string): readonly XmlElement[] {
  const [, second] = elements;
  if (second) {
    const place = { offset: second.start, pointer: `${pointer}/${property.name}` };
    findInXml(findings, place, 'TOO_MANY_VALUES', `<${property.name}> may not repeat`);
  }
  return elements.slice(0, 1);
}

const isValue = ({ name, namespace }: XmlAttribute): boolean => name === 'value' && namespace === '';

/** Null when there is no value: it holds the place for what is beside it, or the validator finds the element empty. */
function scalarValue(reading: Reading, element: XmlElement, { type }: Property, pointer: string): JsonValue {
  const { text, findings, offsets } = reading;
  offsets.set(pointer, element.start);
  if (type === 'xhtml') return standaloneDiv(text.slice(element.start, element.end));
  const attribute = element.attributes.find(isValue);
  if (!attribute) return null;
  const { value, exact, wholeDecimal } = primitiveValue(attribute.value, type, reading.rules.version);
  if (!exact) findings.all.push(lossyNumber(findings.positionAt(attribute.start), attribute.value, { pointer }));
  if (wholeDecimal)
    findings.all.push(notAnInteger(attribute.value, type, findings.positionAt(attribute.start), pointer));
  return value;
}

function besideValue(reading: Reading, element: XmlElement, { type }: Property, pointer: string): JsonObject | null {
  const rule = type === 'xhtml' ? undefined : reading.rules.besideValue;
  const beside = rule ? objectOf(reading, element, rule, pointer, isValue) : {};
  return Object.keys(beside).length > 0 ? beside : null;
}

function complexValue(reading: Reading, element: XmlElement, property: Property, pointer: string): JsonValue {
  if (holdsResource(property)) return heldResource(reading, element, pointer);
  const rule = reading.rules.below(property);
  return rule ? objectOf(reading, element, rule, pointer) : null;
}

/** `contained`, `Bundle.entry.resource` and the like hold one resource in an element of its own. */
function heldResource(reading: Reading, element: XmlElement, pointer: string): JsonValue {
  const [held, second] = element.elements;
  reading.offsets.set(pointer, element.start);
  refuseText(reading, element, pointer);
  refuseAttributes(reading, element, pointer, () => false);
  if (second) {
    const place = { offset: second.start, pointer };
    findInXml(reading.findings, place, 'TOO_MANY_VALUES', `<${element.name}> holds one resource`);
  }
  return (held && resourceOf(reading, held, pointer)) ?? null;
}
