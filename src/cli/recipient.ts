import type { KeyObject } from 'node:crypto';
import { recipientIn } from '../evidence/disclose/openings.ts';
import type { Named } from './named-certificates.ts';
import { readNamed } from './named-file.ts';

/** Whom the openings of redacted values are kept for: the key in the file that the user named, if any. */
export async function recipientOf(file: string | undefined, cwd: string): Promise<Named<KeyObject | undefined>> {
  if (file === undefined) return { value: undefined };
  const read = await readNamed(file, cwd);
  if ('problem' in read) return read;
  const value = recipientIn(read.bytes);
  return value === undefined
    ? {
        problem: {
          code: 'KEY_TYPE',
          severity: 'error',
          message: `${file} holds no key on P-256 to encrypt to`,
          hint: 'Name your own certificate or public key in PEM, as the one that assay keys makes.',
        },
      }
    : { value };
}
