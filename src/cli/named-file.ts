import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Diagnostic } from '../model/diagnostic.ts';
import { systemFault } from '../model/system-fault.ts';

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
export function notReadable(
  path: string,
  cause: unknown,
  code: 'FILE_NOT_FOUND' | 'CONFIG_INVALID' = 'FILE_NOT_FOUND',
): Diagnostic {
  return {
    code,
    severity: 'error',
    message: `${path} cannot be read: ${systemFault(cause)}`,
    hint: 'Paths are relative to the folder in which assay runs.',
  };
}
