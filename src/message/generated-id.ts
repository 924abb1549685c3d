import { createHash } from 'node:crypto';
import type { Lookup } from './scope.ts';

/**
 * A version-4-shaped UUID (RFC 9562 section 5.4) that follows from the run's seed and its place in the run,
 * so that the order of execution cannot change it.
 */
export function generatedUuid(...place: readonly (string | number)[]): string {
  const hex = createHash('sha256').update(place.join('\u0000')).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** The root `uuid`: `${uuid.NAME}` is one value for each name and place. */
export function uuidRoot(...place: readonly (string | number)[]): Lookup {
  return ([name, ...rest]) => (name === undefined || rest.length > 0 ? undefined : generatedUuid(...place, name));
}
