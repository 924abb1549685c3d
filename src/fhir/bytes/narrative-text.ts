import { XHTML_NAMESPACE } from './element-rules.ts';

const START_TAG = /^<[^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*)*>/;

/**
 * A narrative's div as it is written in a document, made to stand alone when it has its namespace from further out, or its
 * elements have a prefix: the JSON form has neither (https://hl7.org/fhir/R4/json.html#xhtml).
 */
export function standaloneDiv(written: string): string {
  const div = withoutPrefix(written);
  const tag = START_TAG.exec(div)?.[0] ?? '';
  const needsNamespace = /^<div[\s/>]/.test(tag) && !/\sxmlns\s*=/.test(tag);
  return needsNamespace ? `<div xmlns="${XHTML_NAMESPACE}"${div.slice('<div'.length)}` : div;
}

/** In well-formed XML `<` begins nothing but tags, comments and the like. */
function withoutPrefix(div: string): string {
  const [, prefix] = /^<([^\s/>:]+):/.exec(div) ?? [];
  if (prefix === undefined) return div;
  return div.replaceAll(`<${prefix}:`, '<').replaceAll(`</${prefix}:`, '</').replace(declarationOf(prefix), '');
}

const declarationOf = (prefix: string): RegExp =>
  new RegExp(`\\sxmlns:${prefix.replaceAll(/[.\\]/g, '\\$&')}\\s*=\\s*(?:"[^"]*"|'[^']*')`);
