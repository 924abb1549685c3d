import { withoutReferences } from './escapes.ts';
import { type Around, type Leaf, pointerTo } from './leaf.ts';

/** Whatever XML could be made of: asides, tags, also one that breaks off, and the text between them. */
const PIECE =
  /<!--([\s\S]*?)(?:-->|$)|<!\[CDATA\[([\s\S]*?)(?:\]\]>|$)|(<!DOCTYPE[^[>]*\[[\s\S]*)|<[?!][^>]*(?:>|$)|<\/([^\s>]*)[^>]*(?:>|$)|<([^\s/>]+)([^"'>]*(?:(?:"[^"]*(?:"|$)|'[^']*(?:'|$))[^"'>]*)*)(?:>|$)|[^<]+|</g;
const ATTRIBUTE = /([^\s=/"'<>]+)(\s*=\s*)(?:"([^"]*)("|$)|'([^']*)('|$)|([^\s"'>]+))/g;

interface Element {
  readonly name: string;
  readonly parent: Element | undefined;
  readonly resource: string | undefined;
  readonly narrative: boolean;
  /** Value of the `reference` in it. */
  reference: string | undefined;
}

/**
 * Every attribute value and every text of an XML or HTML text in its order, without namespaces, since prefixes can be called
 * anything. What is not well-formed is read as far as tags can be told, as in jsonLeaves.
 */
export function xmlLeaves(text: string, around?: Around): readonly Leaf[] {
  const leaves: Leaf[] = [];
  const root: Element = {
    name: '',
    parent: undefined,
    resource: around?.resource,
    narrative: around?.narrative ?? false,
    reference: undefined,
  };
  let element = root;
  const open = new Map<string, number>();
  const count = (name: string, by: 1 | -1): void => {
    open.set(name, (open.get(name) ?? 0) + by);
  };
  for (const piece of text.matchAll(PIECE)) {
    const [whole, comment, data, declarations, closed, opened, attributes = ''] = piece;
    if (opened !== undefined) {
      const inner = elementIn(element, localName(opened));
      for (const leaf of attributeLeaves(inner, attributes, piece.index + 1 + opened.length)) leaves.push(leaf);
      if (attributes.endsWith('/')) continue;
      count(inner.name, 1);
      element = inner;
    } else if (closed !== undefined) {
      const name = localName(closed);
      // A tag that closes nothing is passed over.
      const closes = (open.get(name) ?? 0) > 0;
      for (let left = false; closes && !left && element.parent !== undefined; element = element.parent) {
        count(element.name, -1);
        left = element.name === name;
      }
    } else if (comment !== undefined) {
      leaves.push(asideLeaf(element, comment, piece.index + '<!--'.length, false));
    } else if (declarations !== undefined) {
      leaves.push(asideLeaf(element, declarations, piece.index, true));
    } else if (data !== undefined) {
      leaves.push(textLeaf(element, data, piece.index + '<![CDATA['.length, (changed) => changed));
    } else if (!whole.startsWith('<') && whole.trim() !== '') {
      leaves.push(textLeaf(element, whole, piece.index, escaped));
    }
  }
  return leaves;
}

/** Types of resources begin with a capital, elements do not (https://hl7.org/fhir/STU3/xml.html). */
const isType = (name: string): boolean => /^[A-Z]/.test(name);

const elementIn = (parent: Element, name: string): Element => ({
  name,
  parent,
  resource: isType(name) ? name : parent.resource,
  narrative: parent.narrative || (name === 'div' && parent.name === 'text'),
  reference: undefined,
});

function attributeLeaves(element: Element, attributes: string, offset: number): readonly Leaf[] {
  return [...attributes.matchAll(ATTRIBUTE)].map((found) => {
    const [, name = '', equals = '', double, , single, , bare] = found;
    const raw = double ?? single ?? bare ?? '';
    const start = offset + found.index + name.length + equals.length + (bare === undefined ? 1 : 0);
    // FHIR writes the value of a primitive as the attribute `value` of its element.
    const isValue = localName(name) === 'value';
    const holder = isValue ? element.parent : element;
    const text = withoutReferences(raw);
    if (isValue && element.name === 'reference' && holder !== undefined) holder.reference = text;
    return {
      name: isValue ? element.name : localName(name),
      container: holder?.name ?? '',
      resource: element.resource,
      narrative: false,
      refersTo: () => holder?.reference,
      unreadable: false,
      text,
      escaped: raw.includes('&'),
      start,
      end: start + raw.length,
      write: escaped,
      at: () => pathOf(element) + (isValue ? '' : `/@${name}`),
    };
  });
}

const textLeaf = (element: Element, raw: string, start: number, write: Leaf['write']): Leaf => ({
  name: element.name,
  container: element.parent?.name ?? '',
  resource: element.resource,
  narrative: element.narrative,
  refersTo: () => element.parent?.reference,
  unreadable: false,
  text: withoutReferences(raw),
  escaped: raw.includes('&'),
  start,
  end: start + raw.length,
  write,
  at: () => pathOf(element),
});

/** A comment, in a resource as telling as its narrative; or entities, by which all that follows can be called anything. */
const asideLeaf = (element: Element, text: string, start: number, unreadable: boolean): Leaf => ({
  ...textLeaf(element, text, start, (changed) => changed),
  name: 'comment',
  narrative: element.resource !== undefined,
  unreadable,
  text,
  escaped: false,
});

const pathOf = (element: Element): string => pointerTo(namesOutward(element));

function* namesOutward(element: Element): Generator<string> {
  for (let each = element; each.parent !== undefined; each = each.parent) yield each.name;
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
