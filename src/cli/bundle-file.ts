import { isZip } from '../evidence/format/zip.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { readNamed } from './named-file.ts';

/**
 * The bytes of the bundle that the user named. What is no archive at all is a slip of the user; an archive that is not as it was
 * sealed is for verification to reject.
 */
export async function readBundle(path: string, cwd: string): ReturnType<typeof readNamed> {
  const read = await readNamed(path, cwd);
  if ('problem' in read) return { problem: { ...read.problem, hint: HINT } };
  if (read.bytes.length === 0) return { problem: noBundle(`${path} is empty`) };
  return isZip(read.bytes) ? read : { problem: noBundle(`${path} is no zip archive`) };
}

const HINT = 'Name the sealed bundle, a file that ends in .evidence.zip: it lies beside the folder of its run.';

const noBundle = (message: string): Diagnostic => ({ code: 'NOT_A_BUNDLE', severity: 'error', message, hint: HINT });
