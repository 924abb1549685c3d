/**
 * Base64 of RFC 4648 section 4 in its one canonical form: standard alphabet, padding, no white space, no stray bits.
 * Undefined for everything else.
 */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

export const encodeBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
