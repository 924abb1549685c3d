import { suggestion } from '../../schema/suggestion.ts';
import type { ObjectRule, Property } from '../compile/rule.ts';
import { FHIR_NAMESPACE, isAttribute, XHTML_NAMESPACE } from './element-rules.ts';
import { findInXml, type XmlFindings } from './xml-findings.ts';
import { misplaced } from './xml-order.ts';
import type { XmlElement } from './xml-reader.ts';

/** The elements of one property. */
export interface ElementGroup {
  readonly property: Property;
  readonly elements: XmlElement[];
}

/** Longer names are no slips of the pen. */
const MAX_GUESSED_NAME = 64;

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
  for (const element of parent.elements) {
    const property = propertyOf(findings, element, parent, rule, pointer);
    if (!property) continue;
    placed.push({ element, place: rule.elements.indexOf(property.element) });
    const group = groups.get(property.name) ?? { property, elements: [] };
    group.elements.push(element);
    groups.set(property.name, group);
  }
  findMisplaced(findings, placed, pointer);
  return [...groups.values()];
}

interface Placed {
  readonly element: XmlElement;
  readonly place: number;
}

/** One finding for each element out of order, the later ones of a repeated element left out. */
function findMisplaced(findings: XmlFindings, placed: readonly Placed[], pointer: string): void {
  const wrong = new Set(misplaced(placed.map(({ place }) => place)));
  if (wrong.size === 0) return;
  const right = placed.filter((_, index) => !wrong.has(index));
  const destinations = new Map<number, string>();
  for (const [index, { element, place }] of placed.entries()) {
    if (!wrong.has(index) || (wrong.has(index - 1) && placed[index - 1]?.place === place)) continue;
    const destination = destinations.get(place) ?? destinationOf(place, right);
    destinations.set(place, destination);
    const message = `<${element.name}> is out of order: it belongs ${destination}`;
    findInXml(findings, { offset: element.start, pointer }, 'XML_ELEMENT_ORDER', message);
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
  pointer: string,
): Property | undefined {
  const place = { offset: child.start, pointer };
  const property = isAttribute(rule, child.name) ? undefined : rule.properties.get(child.name);
  if (!property) {
    const message = `<${parent.name}> has no element <${child.name}>`;
    findInXml(findings, place, 'UNKNOWN_ELEMENT', message, () => guess(child.name, rule));
    return undefined;
  }
  const namespace = property.type === 'xhtml' ? XHTML_NAMESPACE : FHIR_NAMESPACE;
  if (child.namespace === namespace) return property;
  findInXml(findings, place, 'XML_NAMESPACE', `<${child.name}> is not in the namespace ${namespace}`);
  return undefined;
}

const guess = (name: string, rule: ObjectRule): string | undefined =>
  name.length > MAX_GUESSED_NAME
    ? undefined
    : suggestion(
        name,
        [...rule.properties.keys()].filter((known) => !isAttribute(rule, known)),
      );
