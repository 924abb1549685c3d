import { sha256 } from '../model/digest.ts';

/** A UUID of its own for each name, the same each time: version 8 (https://www.rfc-editor.org/rfc/rfc9562#section-5.8). */
export function uuidOf(name: string): string {
  const hex = sha256(name);
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
