import { suggestion } from '../../schema/suggestion.ts';
import { RESOURCE_LISTS } from '../compile/resource-type.ts';
import type { Property } from '../compile/rule.ts';

import { type ElementRules, FHIR_NAMESPACE } from './element-rules.ts';
import { findInXml, type XmlFault, type XmlFindings } from './xml-findings.ts';
import type { XmlElement } from './xml-reader.ts';

/** An element that should be a resource and is none. */
export function noResource({ version, resourceTypes }: ElementRules, { name, namespace }: XmlElement): XmlFault {
  if (namespace !== FHIR_NAMESPACE)
    return {
      code: 'XML_NAMESPACE',
      message: `<${name}> is not in the namespace ${FHIR_NAMESPACE}`,
      hint: `Write <${name} xmlns="${FHIR_NAMESPACE}">`,
    };
  const meant = suggestion(name, resourceTypes);
  return {
    code: 'UNKNOWN_RESOURCE_TYPE',
    message: `There is no resource type ${name}`,
    ...(meant !== undefined && { hint: `Did you mean "${meant}"?` }),
    rule: RESOURCE_LISTS[version],
  };
}

export function refuseText(findings: XmlFindings, { name, textAt }: XmlElement, pointer: string): void {
  if (textAt === undefined) return;
  findInXml(findings, textAt, () => ({
    code: 'XML_TEXT',
    message: `<${name}> may hold no text`,
    hint: 'Values are attributes, as in <active value="true"/>',
    pointer,
  }));
}

/** An element without content, which JSON shows as null. */
export function refuseEmpty(
  findings: XmlFindings,
  { name, start }: XmlElement,
  { source, id }: Property,
  pointer: string,
  problem: string,
): void {
  findInXml(findings, start, () => ({
    code: 'EMPTY_ELEMENT',
    message: `<${name}> ${problem}`,
    hint: 'Leave the element out',
    pointer,
    rule: `${source}#${id}`,
  }));
}
