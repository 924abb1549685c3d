import type { Scope } from '../message/scope.ts';
import { fill } from './conditions.ts';

/** XML with its placeholders filled from the scope: a value is text wherever it stands, and what has none is left empty. */
export const markup = (template: string, scope: Scope): string => filled(template, scope, escaped);

/** A text with its placeholders filled from the scope; what has no value is left empty. */
export const prose = (template: string, scope: Scope): string => filled(template, scope, (text) => text);

const filled = (template: string, scope: Scope, write: (text: string) => string): string =>
  template.replace(/\$\{[^{}]*\}/g, (placeholder) => write(String(fill(placeholder, scope) ?? '')));

/** Characters that XML 1.0 cannot hold at all (section 2.2) are replaced, and white space keeps its kind in attributes. */
const escaped = (text: string): string =>
  text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\u{fffd}')
    .replace(/[&<>"'\t\n\r]/g, (character) => `&#${character.codePointAt(0)};`);
