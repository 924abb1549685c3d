import type { JsonValue } from '../../model/json.ts';
import { PRIMITIVE_TYPES } from '../compile/primitive.ts';
import type { Property } from '../compile/rule.ts';
import { formatFault } from '../compile/structure-fault.ts';
import { standaloneDiv } from './narrative-text.ts';
import { lexemeFault } from './number-lexeme.ts';
import { primitiveValue } from './primitive-lexeme.ts';
import { lossyNumber } from './refusal.ts';
import { isValue } from './xml-attributes.ts';
import { findInXml } from './xml-findings.ts';
import type { XmlElement } from './xml-reader.ts';
import type { XmlReading } from './xml-reading.ts';

/** Null when there is no value: it holds the place for what is beside it. */
export function scalarValue(reading: XmlReading, element: XmlElement, property: Property, pointer: string): JsonValue {
  const { text, findings, offsets, rules } = reading;
  const { type } = property;
  offsets.set(pointer, element.start);
  if (type === 'xhtml') return standaloneDiv(text.slice(element.start, element.end));
  const attribute = element.attributes.find(isValue);
  if (!attribute) return null;
  const { value, exact } = primitiveValue(attribute.value, type);
  if (!exact) findings.all.push(lossyNumber(findings.positionAt(attribute.start), attribute.value, { pointer }));
  const fault = isMistyped(value, type)
    ? { ...formatFault(property, element.name, value), rule: `${property.source}#${property.id}` }
    : lexemeFault(attribute.value, type, rules.version);
  if (fault) findInXml(findings, attribute.start, () => ({ ...fault, pointer }));
  return value;
}

/** A text that stands for no value of a type that JSON does not write as text. */
const isMistyped = (value: JsonValue, type: string): boolean =>
  typeof value === 'string' && PRIMITIVE_TYPES[type]?.json !== 'string';
