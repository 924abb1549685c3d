const JSON_ESCAPE = /\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g;
const SHORT: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** A text without the escapes of JSON strings (RFC 8259 section 7), those that are wrong left as they stand. */
export const withoutJsonEscapes = (text: string): string =>
  text.includes('\\')
    ? text.replace(JSON_ESCAPE, (_, hex?: string, short = '') =>
        hex === undefined ? (SHORT[short] ?? short) : String.fromCharCode(Number.parseInt(hex, 16)),
      )
    : text;

const REFERENCE = /&(?:(amp|lt|gt|quot|apos|nbsp)|#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6}));/g;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

/** A text without references to characters (XML 1.0 section 4.1, and the space of HTML), those that name none left as they stand. */
export const withoutReferences = (text: string): string =>
  text.includes('&')
    ? text.replace(REFERENCE, (whole, name?: string, decimal?: string, hex?: string) => {
        if (name !== undefined) return NAMED[name] ?? whole;
        const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(decimal, 10);
        return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
      })
    : text;

/** A text without percent-encoding (RFC 3986 section 2.1), and with the spaces of forms. */
export const withoutPercents = (text: string): string =>
  text.includes('%')
    ? text
        .replaceAll('+', ' ')
        .replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'))
    : text;
