import { XHTML_NAMESPACE } from './element-rules.ts';

const START_TAG = /^<[^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*)*>/;

/** A narrative's div as it is written in a document, made to stand alone when it has its namespace from further out. */
export function standaloneDiv(div: string): string {
  const tag = START_TAG.exec(div)?.[0] ?? '';
  const needsNamespace = /^<div[\s/>]/.test(tag) && !/\sxmlns\s*=/.test(tag);
  return needsNamespace ? `<div xmlns="${XHTML_NAMESPACE}"${div.slice('<div'.length)}` : div;
}
