import { matching, type Shape, when } from '../../model/shape.ts';
import { decodeBase64 } from './base64.ts';
import { parseCanonical } from './canonical.ts';
import type { Read, Refused } from './finding.ts';

/** SHA-256 in lower-case hex. */
export const digest = matching(/^[0-9a-f]{64}$/);

/** RFC 3339, UTC, milliseconds: what Date.prototype.toISOString gives. */
export const instant = matching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);

/** Some bytes, in canonical base64. */
export const base64 = when<string>((value) => typeof value === 'string' && value !== '' && isBase64(value));

const isBase64 = (text: string): boolean => decodeBase64(text) !== undefined;

/** The value of bytes that are canonical JSON of a shape, or what `refused` makes of why they are not. */
export function readJson<T>(bytes: Uint8Array, shape: Shape<T>, refused: (why: string) => Refused): Read<T> {
  const value = parseCanonical(bytes);
  if (value === undefined) return refused('it is not canonical JSON');
  const misfit = shape(value, '#');
  // Looked at member by member.
  return misfit === undefined ? { value: value as T } : refused(`unexpected at ${misfit}`);
}
