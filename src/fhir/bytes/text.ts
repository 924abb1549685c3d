import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Format } from './media-type.ts';

/** Larger payloads are refused before they are read. */
export const MAX_PAYLOAD_BYTES = 10 * 1024 * 1024;

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const refused = (code: Diagnostic['code'], message: string): { readonly problem: Diagnostic } => ({
  problem: { code, severity: 'error', message },
});

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
  if (text === undefined) return refused('INVALID_UTF8', 'The body is not UTF-8');
  if (text.startsWith(MARK)) {
    return format === 'xml'
      ? { text: text.slice(MARK.length) }
      : refused('BYTE_ORDER_MARK', 'The body begins with a byte order mark');
  }
  return /[^ \t\r\n]/.test(text) ? { text } : refused('EMPTY_BODY', 'The body is empty');
}

const MARK = '\ufeff';

function decodedText(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}
