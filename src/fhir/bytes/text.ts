import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Format } from './media-type.ts';
import { type Position, positionsIn } from './position.ts';
import { findingAt } from './refusal.ts';

/** Larger payloads are refused before they are read. */
export const MAX_PAYLOAD_BYTES = 10 * 1024 * 1024;

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const refused = (code: Diagnostic['code'], message: string): { readonly problem: Diagnostic } => ({
  problem: { code, severity: 'error', message },
});

const START: Position = { line: 1, column: 1 };

/** Where each format says how its characters are coded. */
const CODINGS: Readonly<Record<Format, string>> = {
  json: 'https://www.rfc-editor.org/rfc/rfc8259#section-8.1',
  xml: 'https://www.w3.org/TR/xml/#charencoding',
};

/**
 * The text of a payload. FHIR is UTF-8 (https://hl7.org/fhir/STU3/http.html#mime-type). XML may begin with a byte order
 * mark (https://www.w3.org/TR/xml/#charencoding), which is left out; JSON that is sent may not (RFC 8259 section 8.1).
 */
export function decodeText(
  bytes: Uint8Array,
  format: Format = 'json',
): { readonly text: string } | { readonly problem: Diagnostic } {
  if (bytes.length > MAX_PAYLOAD_BYTES) return refused('BODY_TOO_LARGE', `The body has ${bytes.length} bytes`);
  const text = decodedText(bytes);
  if (text === undefined) {
    const finding = { severity: 'error' as const, message: 'The body is not UTF-8', rule: CODINGS[format] };
    return { problem: findingAt(firstNotUtf8(bytes), { code: 'INVALID_UTF8', ...finding }) };
  }
  if (text.startsWith(MARK)) return format === 'xml' ? { text: text.slice(MARK.length) } : { problem: MARKED };
  return /[^ \t\r\n]/.test(text) ? { text } : refused('EMPTY_BODY', 'The body is empty');
}

const MARK = '\ufeff';
const MARKED = findingAt(START, {
  code: 'BYTE_ORDER_MARK',
  severity: 'error',
  message: 'The body begins with a byte order mark',
  rule: CODINGS.json,
});

function decodedText(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}

const REPLACEMENT = '\ufffd';

/** Of the bytes that are no text: what stands for them when all is read, and not because it was written so. */
function firstNotUtf8(bytes: Uint8Array): Position {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  let offset = 0;
  let from = 0;
  for (let at = text.indexOf(REPLACEMENT); at >= 0; at = text.indexOf(REPLACEMENT, at + 1)) {
    offset += Buffer.byteLength(text.slice(from, at));
    from = at;
    const [first, second, third] = bytes.subarray(offset, offset + 3);
    if (first !== 0xef || second !== 0xbf || third !== 0xbd) return positionsIn(text)(at);
  }
  return START;
}
