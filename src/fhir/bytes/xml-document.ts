import { createRequire } from 'node:module';
import type { Document } from '@xmldom/xmldom';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { positionsIn } from './position.ts';
import { readOrRefuse } from './refusal.ts';
import { decodeText } from './text.ts';
import { readXmlText, withLineFeeds, type XmlElement } from './xml-reader.ts';

export type XmlReading = { readonly document: Document } | { readonly problem: Diagnostic };

/** Expressions may go through a document many times, so larger ones are not examined. */
const LIMITS = { bytes: 1024 * 1024, elements: 10_000 } as const;

const require = createRequire(import.meta.url);

/** Loaded when there is XML to examine: most commands never need it. */
const dom = (): typeof import('@xmldom/xmldom') => require('@xmldom/xmldom') as typeof import('@xmldom/xmldom');

/**
 * Any XML 1.0 document with namespaces, in UTF-8, for XPath. The bytes are untrusted: only what readXmlText takes becomes a document, so
 * there is no document type, no entity and nothing nested beyond measure in it.
 */
export function readXmlDocument(bytes: Uint8Array): XmlReading {
  if (bytes.length > LIMITS.bytes) return { problem: tooLarge(bytes.length, 'bytes') };
  const decoded = decodeText(bytes, 'xml');
  if ('problem' in decoded) return decoded;
  const text = withLineFeeds(decoded.text);
  const outcome = readOrRefuse(positionsIn(text), () => readXmlText(text));
  if ('problem' in outcome) return outcome;
  const elements = elementsIn(outcome.read);
  if (elements > LIMITS.elements) return { problem: tooLarge(elements, 'elements') };
  const { DOMParser } = dom();
  // It warns of characters that XML allows; what XML does not allow has been refused.
  return { document: new DOMParser({ onError: () => {} }).parseFromString(text, 'text/xml') };
}

const elementsIn = ({ elements }: XmlElement): number =>
  elements.reduce((count, element) => count + elementsIn(element), 1);

const tooLarge = (size: number, unit: keyof typeof LIMITS): Diagnostic => ({
  code: 'BODY_TOO_LARGE',
  severity: 'error',
  message: `The XML has ${size} ${unit}; up to ${LIMITS[unit]} are examined`,
});
