import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { FileSet } from '../model/digest.ts';
import { errorAt } from './located.ts';

export interface ReadFiles {
  readonly files: FileSet;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads `suites/<api>` and `fixtures/<api>` below the project root. A folder that does not exist has no files. Links are refused,
 * because what they lead to could lie anywhere and would be sealed into the evidence.
 */
export async function readApiFiles(root: string, api: string): Promise<ReadFiles> {
  const files = new Map<string, Uint8Array>();
  const diagnostics: Diagnostic[] = [];
  if (!isName(api)) return { files, diagnostics: [outside(api, `"${api}" is no name of an interface`)] };
  for (const folder of [`suites/${api}`, `fixtures/${api}`]) await readInto(files, diagnostics, root, folder);
  return { files, diagnostics };
}

async function readInto(
  files: Map<string, Uint8Array>,
  diagnostics: Diagnostic[],
  root: string,
  path: string,
): Promise<void> {
  const found = await lstat(join(root, path)).catch(() => undefined);
  if (found?.isDirectory()) {
    const names = await readdir(join(root, path));
    for (const name of names.sort()) await readInto(files, diagnostics, root, `${path}/${name}`);
  } else if (found?.isFile()) {
    files.set(path, await readFile(join(root, path)));
  } else if (found !== undefined) {
    diagnostics.push(outside(path, `${path} is a link or no ordinary file`));
  }
}

/** One folder name, so that nothing can lead out of `suites` and `fixtures`. */
const isName = (api: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(api);

const outside = (file: string, message: string): Diagnostic =>
  errorAt({ file, line: 1, column: 1 }, 'PATH_OUTSIDE_ROOT', message);
