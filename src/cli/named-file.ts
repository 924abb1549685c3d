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
    const message = `${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`;
    return { problem: { code: 'FILE_NOT_FOUND', severity: 'error', message } };
  }
}
