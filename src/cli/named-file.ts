import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Diagnostic } from '../model/diagnostic.ts';

/** The bytes of a file that the user named. */
export async function readNamed(
  path: string,
  cwd: string,
): Promise<{ readonly bytes: Uint8Array } | { readonly problem: Diagnostic }> {
  try {
    return { bytes: await readFile(resolve(cwd, path)) };
  } catch (cause) {
    return { problem: notReadable(path, cause) };
  }
}

/** What the system says of a path that the user named, in the words of a user. */
export function notReadable(path: string, cause: unknown): Diagnostic {
  const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
  const reason = isMissing ? 'it does not exist' : cause instanceof Error ? cause.message : String(cause);
  return { code: 'FILE_NOT_FOUND', severity: 'error', message: `${path} cannot be read: ${reason}` };
}
