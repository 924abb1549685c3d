import { isXmlText } from '../bytes/xml-reader.ts';

/** What a narrative may contain (https://hl7.org/fhir/R4/narrative.html#xhtml): no scripts, forms, frames, objects, event handlers. */
const ELEMENTS = new Set(
  (
    'a abbr acronym b big blockquote br caption cite code col colgroup dd dfn div dl dt em ' +
    'h1 h2 h3 h4 h5 h6 hr i img li ol p pre q samp small span strong sub sup table tbody td tfoot th thead tr tt ul var'
  ).split(' '),
);

const ATTRIBUTES = new Set(
  (
    'xmlns xml:lang lang dir title style class id abbr accesskey align alt axis bgcolor border cellpadding cellspacing ' +
    'char charoff charset cite colspan coords compact datetime frame headers height href hreflang longdesc name nohref ' +
    'rel rev rowspan rules scope shape span src start summary tabindex type usemap valign value width clear'
  ).split(' '),
);

const MARKUP =
  /<!--(?:(?!--)[\s\S])*-->|<(\/?)([A-Za-z][\w:.-]*)((?:\s+[A-Za-z_][\w:.-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;
const ATTRIBUTE = /([A-Za-z_][\w:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const XHTML = 'http://www.w3.org/1999/xhtml';

/** Well-formed XHTML of one div with allowed elements and attributes only. */
export function isAllowedNarrative(xhtml: string): boolean {
  const text = xhtml.trim();
  if (!isXmlText(text)) return false;
  const open: string[] = [];
  let position = 0;
  while (position < text.length) {
    MARKUP.lastIndex = position;
    const match = MARKUP.exec(text);
    if (!match) return false;
    const [, close, element, attributes = '', empty, characters = ''] = match;
    if (element === undefined) {
      if (open.length === 0 || !hasValidReferences(characters)) return false;
    } else if (close !== '') {
      if (open.pop() !== element || attributes !== '') return false;
      if (open.length === 0 && MARKUP.lastIndex < text.length) return false;
    } else {
      if (open.length === 0 && !isRoot(element, attributes)) return false;
      if (!ELEMENTS.has(element) || !areAllowed(element, attributes)) return false;
      if (empty === '') open.push(element);
      else if (open.length === 0) return MARKUP.lastIndex === text.length;
    }
    position = MARKUP.lastIndex;
  }
  return open.length === 0 && text.startsWith('<');
}

const isRoot = (element: string, attributes: string): boolean => element === 'div' && attributes.includes(XHTML);

function areAllowed(element: string, attributes: string): boolean {
  const seen = new Set<string>();
  for (const [, name = '', double, single] of attributes.matchAll(ATTRIBUTE)) {
    const value = double ?? single ?? '';
    if (!ATTRIBUTES.has(name) || seen.has(name) || !hasValidReferences(value)) return false;
    if (name === 'src' && element === 'img' && !/^(?:#|data:|https?:|\S*$)/.test(value)) return false;
    if (/^\s*javascript:/i.test(value)) return false;
    seen.add(name);
  }
  return true;
}

/**
 * Every & begins a reference to a character or to one of the five entities that XML has without a document type, which a
 * narrative may not have (https://www.w3.org/TR/xml/#wf-entdeclared, https://www.w3.org/TR/xml/#wf-Legalchar).
 */
const hasValidReferences = (text: string): boolean =>
  !text.includes('&') ||
  (!text.replace(REFERENCE, '').includes('&') &&
    [...text.matchAll(REFERENCE)].every(([, decimal, hex]) => isCharacter(decimal, hex)));

const REFERENCE = /&(?:#(\d+)|#x([\da-fA-F]+)|amp|lt|gt|quot|apos);/g;

function isCharacter(decimal: string | undefined, hex: string | undefined): boolean {
  const code = hex === undefined ? Number(decimal ?? SPACE) : Number.parseInt(hex, 16);
  return code <= LAST_CHARACTER && isXmlText(String.fromCodePoint(code));
}

const SPACE = 32;
const LAST_CHARACTER = 0x10ffff;

/** Some text or an image. */
export const hasNarrativeContent = (xhtml: string): boolean =>
  /<img\s/.test(xhtml) ||
  xhtml.replace(/<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<[^>]*>/g, (_, characters = '') => characters).trim() !==
    '';
