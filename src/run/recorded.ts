import { isDeepStrictEqual } from 'node:util';
import type { Io } from './io.ts';

/** What was said as it may be written, with the names of the members in which something was replaced. */
export function recorded<Said extends object>(
  said: Said,
  redact: Io['redact'],
): Said & { readonly replaced?: readonly string[] } {
  const written = redact(said);
  const before = new Map<string, unknown>(Object.entries(said));
  const replaced = Object.entries(written).flatMap(([name, value]) =>
    isDeepStrictEqual(value, before.get(name)) ? [] : [name],
  );
  return replaced.length === 0 ? written : { ...written, replaced };
}
