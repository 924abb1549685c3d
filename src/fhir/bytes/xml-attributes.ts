import { suggestion } from '../../schema/suggestion.ts';
import type { ObjectRule } from '../compile/rule.ts';
import { type ElementRules, isAttribute } from './element-rules.ts';
import { findInXml, type XmlFindings } from './xml-findings.ts';
import type { XmlAttribute, XmlElement } from './xml-reader.ts';

const XSI_NAMESPACE = 'http://www.w3.org/2001/XMLSchema-instance';

/** The attribute that holds the value of a primitive. */
export const isValue = ({ name, namespace }: XmlAttribute): boolean => name === 'value' && namespace === '';

/** Finds the attributes that no element of its kind has. */
export function refuseAttributes(
  findings: XmlFindings,
  rules: ElementRules,
  element: XmlElement,
  pointer: string,
  rule: ObjectRule | undefined,
  isKnown: (attribute: XmlAttribute) => boolean,
): void {
  for (const attribute of element.attributes) {
    if (isKnown(attribute) || isSchemaLocation(attribute)) continue;
    findInXml(findings, attribute.start, () => {
      const hint = rule && attributeHint(rules, element, attribute, rule);
      return {
        code: 'UNKNOWN_ELEMENT',
        message: `<${element.name}> has no attribute ${attribute.name}`,
        ...(hint !== undefined && { hint }),
        pointer: `${pointer}/${attribute.name}`,
      };
    });
  }
}

/** What is an element here, or has elements instead of a value; or the attribute that was meant. */
function attributeHint(
  { besideValue }: ElementRules,
  { name: parent }: XmlElement,
  { name, namespace }: XmlAttribute,
  rule: ObjectRule,
): string | undefined {
  if (namespace !== '') return 'Attributes of FHIR are in no namespace';
  const [attributes, elements] = [true, false].map((wanted) =>
    [...rule.properties.keys()].filter((property) => isAttribute(rule, property) === wanted),
  );
  if (elements?.includes(name)) return `It is an element: <${name} value="…"/>`;
  const isPrimitive = rule === besideValue;
  if (name === 'value' && !isPrimitive) return `<${parent}> has elements of its own: ${elements?.join(', ')}`;
  const meant = suggestion(name, [...(isPrimitive ? ['value'] : []), ...(attributes ?? [])]);
  return meant === undefined ? undefined : `Did you mean "${meant}"?`;
}

/** Where a schema lies says nothing of the resource. */
const isSchemaLocation = ({ namespace, name }: XmlAttribute): boolean =>
  namespace === XSI_NAMESPACE && name === 'schemaLocation';
