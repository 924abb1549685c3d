import { visibleText } from './visible-text.ts';

/** An element as XML; its attributes are plain text, its content is XML already. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  content: readonly string[],
): string {
  const start = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escapeAttribute(value)}"`)];
  const inner = content.join('\n');
  return inner === '' ? `<${start.join(' ')}/>` : `<${start.join(' ')}>${inner}</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Characters that XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets) are made visible before. */
export function escapeText(text: string): string {
  return visibleText(text).replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}

/** Line feeds and tabs as references, since an XML reader turns them into spaces (section 3.3.3). */
function escapeAttribute(value: string): string {
  return escapeText(value).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}
