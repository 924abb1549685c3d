import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Diagnostic, isError } from '../model/diagnostic.ts';
import type { FileSet } from '../model/digest.ts';
import { readApiFiles } from '../suite/read-api-files.ts';
import { PACKAGE_ROOT } from './engine.ts';
import { openSuites } from './open-suites.ts';

/** The files of the suites that a reviewer expects: of the folder named, or all that this Assay ships. */
export async function expectedSuites(
  folder: string | undefined,
  cwd: string,
): Promise<{ readonly files: FileSet } | { readonly problem: Diagnostic }> {
  if (folder !== undefined) {
    const { files, diagnostics } = await openSuites(folder, cwd);
    const problem = diagnostics.find(isError);
    return problem === undefined ? { files } : { problem };
  }
  const entries = await readdir(join(PACKAGE_ROOT, 'suites'), { withFileTypes: true });
  const shipped = await Promise.all(
    entries.filter((entry) => entry.isDirectory()).map(({ name }) => readApiFiles(PACKAGE_ROOT, name)),
  );
  return { files: new Map(shipped.flatMap(({ files }) => [...files])) };
}
