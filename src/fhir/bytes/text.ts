import type { Diagnostic } from '../../model/diagnostic.ts';

/** Larger payloads are refused before they are read. */
export const MAX_PAYLOAD_BYTES = 10 * 1024 * 1024;

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const refused = (code: Diagnostic['code'], message: string): { readonly problem: Diagnostic } => ({
  problem: { code, severity: 'error', message },
});

/** The text of a payload. FHIR is UTF-8 (https://hl7.org/fhir/STU3/http.html#mime-type), and RFC 8259 section 8.1 allows no BOM. */
export function decodeText(bytes: Uint8Array): { readonly text: string } | { readonly problem: Diagnostic } {
  if (bytes.length === 0) return refused('EMPTY_BODY', 'The body is empty');
  if (bytes.length > MAX_PAYLOAD_BYTES) return refused('BODY_TOO_LARGE', `The body has ${bytes.length} bytes`);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return refused('BYTE_ORDER_MARK', 'The body begins with a byte order mark');
  }
  try {
    return { text: UTF8.decode(bytes) };
  } catch {
    return refused('INVALID_UTF8', 'The body is not UTF-8');
  }
}
