import { visibleText } from '../visible-text.ts';

/**
 * CSV as RFC 4180 has it: every cell quoted, lines ended by CR LF, UTF-8 without a byte order mark. What a reader could not see is
 * shown as an escape, and no cell begins as a formula does.
 */
export function csvOf(rows: readonly (readonly string[])[]): Uint8Array {
  return Buffer.from(rows.map((row) => `${row.map(cell).join(',')}\r\n`).join(''));
}

const cell = (text: string): string => `"${withoutFormula(visibleText(text)).replaceAll('"', '""')}"`;

/**
 * What spreadsheets take for the beginning of a formula, in full width too (https://owasp.org/www-community/attacks/CSV_Injection);
 * also after blanks, which some take away.
 */
const FORMULA = /^'*[\s]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** An apostrophe makes it text. Texts that begin with apostrophes and a formula get one more, so that the first can always be taken away. */
const withoutFormula = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);
