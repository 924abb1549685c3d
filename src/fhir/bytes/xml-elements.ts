import type { ObjectRule, Property } from '../compile/rule.ts';
import { unknownElement } from '../compile/structure-fault.ts';
import { FHIR_NAMESPACE, isAttribute, XHTML_NAMESPACE } from './element-rules.ts';
import { findInXml, type XmlFindings } from './xml-findings.ts';
import { misplaced } from './xml-order.ts';
import type { XmlElement } from './xml-reader.ts';

/** The elements of one property. */
export interface ElementGroup {
  readonly property: Property;
  readonly elements: XmlElement[];
}

/**
 * Child elements by property, in the order of the document. Those out of order are found and kept; those that do not
 * belong are found and left out.
 */
export function groupElements(
  findings: XmlFindings,
  parent: XmlElement,
  rule: ObjectRule,
  pointer: string,
): readonly ElementGroup[] {
  const groups = new Map<string, ElementGroup>();
  const placed: Placed[] = [];
  let names: ReadonlySet<string> | undefined;
  const isCandidate = (name: string): boolean => {
    names ??= new Set(parent.elements.map((element) => element.name));
    return !isAttribute(rule, name) && !names.has(name);
  };
  for (const element of parent.elements) {
    const property = propertyOf(findings, element, parent, rule, isCandidate, pointer);
    if (!property) continue;
    const group = groups.get(property.name) ?? { property, elements: [] };
    const index = group.elements.push(element) - 1;
    groups.set(property.name, group);
    placed.push({ element, property, index, place: rule.elements.indexOf(property.element) });
  }
  findMisplaced(findings, placed, pointer);
  return [...groups.values()];
}

/** The place of an element in the JSON form; `prefix` is that of what stands beside a primitive. */
export const pointerOfElement = (pointer: string, { name, element }: Property, index: number, prefix = ''): string =>
  `${pointer}/${prefix}${name}${element.list ? `/${index}` : ''}`;

interface Placed {
  readonly element: XmlElement;
  readonly property: Property;
  /** Among the elements of the property. */
  readonly index: number;
  readonly place: number;
}

/** One finding for each element out of order, the later ones of a repeated element left out. */
function findMisplaced(findings: XmlFindings, placed: readonly Placed[], pointer: string): void {
  const wrong = new Set(misplaced(placed.map(({ place }) => place)));
  if (wrong.size === 0) return;
  const right = placed.filter((_, at) => !wrong.has(at));
  const destinations = new Map<number, string>();
  for (const [at, { element, property, index, place }] of placed.entries()) {
    if (!wrong.has(at) || (wrong.has(at - 1) && placed[at - 1]?.place === place)) continue;
    const destination = destinations.get(place) ?? destinationOf(place, right);
    destinations.set(place, destination);
    findInXml(findings, element.start, () => ({
      code: 'XML_ELEMENT_ORDER',
      message: `<${element.name}> is out of order: it belongs ${destination}`,
      hint: 'XML has the elements in the order of their definition',
      pointer: pointerOfElement(pointer, property, index),
    }));
  }
}

function destinationOf(place: number, right: readonly Placed[]): string {
  const next = right.find((other) => other.place > place);
  return next ? `before <${next.element.name}>` : `after <${right.at(-1)?.element.name}>`;
}

function propertyOf(
  findings: XmlFindings,
  child: XmlElement,
  parent: XmlElement,
  rule: ObjectRule,
  isCandidate: (name: string) => boolean,
  pointer: string,
): Property | undefined {
  const { name } = child;
  const property = isAttribute(rule, name) ? undefined : rule.properties.get(name);
  if (!property) {
    findInXml(findings, child.start, () => {
      const { location, ...fault } = unknownElement(rule, name, isCandidate, pointer);
      const hint = isAttribute(rule, name) ? `It is an attribute: <${parent.name} ${name}="…">` : fault.hint;
      return { ...fault, ...(hint !== undefined && { hint }), pointer: location.pointer };
    });
    return undefined;
  }
  const namespace = property.type === 'xhtml' ? XHTML_NAMESPACE : FHIR_NAMESPACE;
  if (child.namespace === namespace) return property;
  findInXml(findings, child.start, () => ({
    code: 'XML_NAMESPACE',
    message: `<${name}> is not in the namespace ${namespace}`,
    hint: `Write <${name} xmlns="${namespace}">`,
    pointer: `${pointer}/${name}`,
  }));
  return undefined;
}
