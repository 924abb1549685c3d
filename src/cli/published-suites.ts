import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Read } from '../evidence/format/finding.ts';
import { SUITE_INDEX_V1, type SuiteIndex, suiteDigest } from '../evidence/review/suite-index.ts';
import { sha256 } from '../model/digest.ts';
import { CODE, PACKAGE_ROOT, packageVersion } from './engine.ts';
import { openSuites } from './open-suites.ts';

/** Beside the code, where the build puts it. */
export const SUITE_INDEX_FILE = 'suites.index.json';

/** The suites of the folder named, or else those that were published with this Assay and before it. */
export async function publishedSuites(folder: string | undefined, cwd: string): Promise<Read<SuiteIndex>> {
  if (folder !== undefined) return { value: indexOf('the suites named', [await digestOf(folder, cwd)]) };
  const built = await readFile(join(CODE, SUITE_INDEX_FILE), 'utf8').catch(() => undefined);
  return { value: built === undefined ? await ownSuites() : JSON.parse(built) };
}

/** Of this version, as its files are now. */
export async function ownSuites(): Promise<SuiteIndex> {
  const folders = await readdir(join(PACKAGE_ROOT, 'suites'));
  const digests = folders.sort().map(async (api) => {
    const folder = join(PACKAGE_ROOT, 'suites', api);
    const isInterface = await access(join(folder, 'api.yaml')).then(
      () => true,
      () => false,
    );
    return isInterface ? [await digestOf(folder, PACKAGE_ROOT)] : [];
  });
  return indexOf(await packageVersion(), (await Promise.all(digests)).flat());
}

const indexOf = (version: string, suites: SuiteIndex['releases'][number]['suites']): SuiteIndex => ({
  schema: SUITE_INDEX_V1,
  releases: [{ version, suites }],
});

async function digestOf(folder: string, cwd: string): Promise<{ readonly api: string; readonly sha256: string }> {
  const { loaded } = await openSuites(folder, cwd);
  const inputs = [...(loaded?.inputs ?? [])].map(([path, bytes]) => ({ path, sha256: sha256(bytes) }));
  return { api: loaded?.api.id ?? '', sha256: suiteDigest(inputs) };
}
