import { isUtf8 } from 'node:buffer';
import { asBuffer } from '../../model/bytes.ts';
import { canonicalJson } from '../../model/canonical-json.ts';
import type { JsonValue } from '../../model/json.ts';
import { matching, type Shape, when } from '../../model/shape.ts';
import type { Read, Refused } from './finding.ts';

// What is read here has one form alone, so that nothing in it can change unnoticed, nor be read in two ways.

/** Text of UTF-8 bytes, a byte order mark included; undefined when they are not UTF-8. */
export const decodeUtf8 = (bytes: Uint8Array): string | undefined =>
  isUtf8(bytes) ? asBuffer(bytes).toString('utf8') : undefined;

/**
 * Base64 of RFC 4648 section 4: standard alphabet, padding, no white space, no stray bits.
 * Undefined for everything else.
 */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

/**
 * The value of bytes that are canonical JSON (RFC 8785), otherwise undefined. Bytes that are the canonical form of what
 * they parse to hold no duplicate keys, no white space, no byte order mark and nothing after the value.
 */
export function parseCanonical(bytes: Uint8Array): JsonValue | undefined {
  const text = decodeUtf8(bytes);
  if (text === undefined) return undefined;
  try {
    // JSON.parse gives nothing but JSON values.
    const value = JSON.parse(text) as JsonValue;
    return canonicalJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The value of canonical JSON of a shape, or what `refused` makes of why it is none. */
export function readJson<T>(bytes: Uint8Array, shape: Shape<T>, refused: (why: string) => Refused): Read<T> {
  const value = parseCanonical(bytes);
  if (value === undefined) return refused('it is not canonical JSON');
  const misfit = shape(value);
  // Looked at member by member.
  return misfit === undefined ? { value: value as T } : refused(`unexpected at #${misfit}`);
}

/** SHA-256 in lower-case hex. */
export const digest = matching(/^[0-9a-f]{64}$/);

/** RFC 3339, UTC, milliseconds: what Date.prototype.toISOString gives. */
export const instant = matching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);

/** Some bytes in base64. */
export const base64 = when<string>(
  (value) => typeof value === 'string' && value !== '' && decodeBase64(value) !== undefined,
);
