import { remembered } from './remembered.ts';

/** How characters and bytes that were escaped stand in the text that they are put back into. */
interface Spelling {
  /** Of one character. */
  readonly character: (text: string) => string;
  readonly bytes: (bytes: Buffer) => string;
}

const IN_TEXT: Spelling = { character: (text) => text, bytes: (bytes) => bytes.toString('utf8') };

/** In the text of bytes of UTF-8 that has a character (Latin-1) for each of them: it is read and written quickly, and loses nothing. */
export const IN_OCTETS: Spelling = {
  character: (text) => (text.charCodeAt(0) < 0x80 ? text : Buffer.from(text, 'utf8').toString('latin1')),
  bytes: (bytes) => bytes.toString('latin1'),
};

/** A pair of surrogates, any other code unit, or one character. */
const JSON_ESCAPE = /\\(?:(u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4})|([\s\S]))/g;
const SHORT: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** A text without the escapes of JSON strings (RFC 8259 section 7), those that are wrong left as they stand. */
export const withoutJsonEscapes = (text: string, { character } = IN_TEXT): string =>
  text.includes('\\')
    ? text.replace(JSON_ESCAPE, (_, units?: string, short = '') =>
        units === undefined ? (SHORT[short] ?? short) : character(utf16(units)),
      )
    : text;

function utf16(units: string): string {
  const first = Number.parseInt(units.slice(1, 5), 16);
  return units.length === 5
    ? String.fromCharCode(first)
    : String.fromCharCode(first, Number.parseInt(units.slice(7), 16));
}

const REFERENCES = /&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});/g;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

/**
 * A text without references to characters (XML 1.0 section 4.1, and the space of HTML), those that name none left as they stand. Pages have
 * many thousands of them, and few that differ.
 */
export const withoutReferences = (text: string, { character } = IN_TEXT): string =>
  text.includes('&')
    ? text.replace(
        REFERENCES,
        remembered((reference) => {
          const referred = referredTo(reference.slice(1, -1));
          return referred === undefined ? reference : character(referred);
        }),
      )
    : text;

/** The character by its name or number. */
function referredTo(name: string): string | undefined {
  if (!name.startsWith('#')) return NAMED[name];
  const code = /^#[xX]/.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

/** A text without percent-encoding (RFC 3986 section 2.1), and with the spaces of forms. */
export const withoutPercents = (text: string, { bytes } = IN_TEXT): string =>
  text.includes('%')
    ? text.replace(/\+|(?:%[0-9a-fA-F]{2})+/g, (run) =>
        run === '+' ? ' ' : bytes(Buffer.from(run.replaceAll('%', ''), 'hex')),
      )
    : text;
