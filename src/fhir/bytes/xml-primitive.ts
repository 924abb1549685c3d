import type { JsonValue } from '../../model/json.ts';
import { PRIMITIVE_TYPES } from '../compile/primitive.ts';
import type { Property } from '../compile/rule.ts';
import { formatFault } from '../compile/structure-fault.ts';
import { notAnInteger } from './integer-lexeme.ts';
import { standaloneDiv } from './narrative-text.ts';
import { isNumber, primitiveValue } from './primitive-lexeme.ts';
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
  const { value, exact, wholeDecimal } = primitiveValue(attribute.value, type, rules.version);
  if (!exact) findings.all.push(lossyNumber(findings.positionAt(attribute.start), attribute.value, { pointer }));
  if (wholeDecimal)
    findings.all.push(notAnInteger(attribute.value, type, findings.positionAt(attribute.start), pointer));
  if (isMistyped(value, type)) {
    const { source, id } = property;
    findInXml(findings, attribute.start, () => ({
      ...formatFault(property, element.name, value),
      ...(type === 'decimal' && isNumber(attribute.value) && { hint: 'Expected a number without exponent' }),
      pointer,
      rule: `${source}#${id}`,
    }));
  }
  return value;
}

/** A text that stands for no value of a type that JSON does not write as text. */
const isMistyped = (value: JsonValue, type: string): boolean =>
  typeof value === 'string' && PRIMITIVE_TYPES[type]?.json !== 'string';
