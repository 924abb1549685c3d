import type { Diagnostic } from '../model/diagnostic.ts';
import type { HeaderField } from '../model/exchange.ts';

export type Parsed<T> = { readonly value: T } | { readonly problem: Diagnostic };

/** Start line and header section of an HTTP/1.1 message. */
export interface Head {
  readonly startLine: string;
  readonly headers: readonly HeaderField[];
  /** Where the head ends in the bytes, after its empty line. */
  readonly end: number;
}

/** RFC 9110 section 5.6.2: method names and field names. */
export const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** RFC 9110 section 5.5: control characters, NUL, CR and LF among them, have no place in a field value. */
export const FORBIDDEN_IN_VALUE = /[^\t\x20-\x7e\x80-\xff]/;

export const malformed = (message: string): { readonly problem: Diagnostic } => ({
  problem: { code: 'MALFORMED_HTTP', severity: 'error', message, rule: 'https://www.rfc-editor.org/rfc/rfc9112' },
});

/** Reads the head that starts at `from`. Lines end in CRLF; folded lines and bare line feeds are refused. */
export function parseHead(bytes: Buffer, from: number): Parsed<Head> {
  const last = bytes.indexOf('\r\n\r\n', from, 'latin1');
  if (last === -1) return malformed('The message ends before its header section does');

  const [startLine = '', ...lines] = bytes.toString('latin1', from, last).split('\r\n');
  const headers = parseFields(lines);
  return 'problem' in headers ? headers : { value: { startLine, headers: headers.value, end: last + 4 } };
}

/** Field lines of a header or trailer section, without their line ends. */
export function parseFields(lines: readonly string[]): Parsed<readonly HeaderField[]> {
  const fields: HeaderField[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0));
    const value = trimBlanks(line.slice(colon + 1));
    if (!TOKEN.test(name) || FORBIDDEN_IN_VALUE.test(value)) {
      return malformed(`This is no header field: ${JSON.stringify(line.slice(0, 80))}`);
    }
    fields.push([name, value]);
  }
  return { value: fields };
}

/** Every value of the named field, in order. Names compare without regard to case. */
export function fieldValues(headers: readonly HeaderField[], name: string): readonly string[] {
  const wanted = name.toLowerCase();
  return headers.filter(([given]) => given.toLowerCase() === wanted).map(([, value]) => value);
}

/** Without optional white space (RFC 9110 section 5.6.3: spaces and tabs only) at both ends. */
function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09;
