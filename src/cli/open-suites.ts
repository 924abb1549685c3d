import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { type Diagnostic, isError } from '../model/diagnostic.ts';
import type { FileSet } from '../model/digest.ts';
import { type LoadedApi, loadApi } from '../suite/load-api.ts';
import { readApiFiles } from '../suite/read-api-files.ts';
import type { Selectors } from '../suite/selection.ts';
import { packPackages } from './pack-packages.ts';

export interface OpenedSuites {
  /** Absent when there is any error. */
  readonly loaded?: LoadedApi;
  /** All files of the interface, also those that no suite names. */
  readonly files: FileSet;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Opens an interface by the path of its folder, `suites/<api>`; its fixtures lie in `fixtures/<api>` beside `suites`. `packages`
 * are paths of official definitions, `beside` what else the plan is made from, `selectors` which of its cases are wanted.
 */
export async function openSuites(
  path: string,
  cwd: string,
  packages: readonly string[] = [],
  beside: FileSet = new Map(),
  selectors?: Selectors,
): Promise<OpenedSuites> {
  const folder = resolve(cwd, path);
  const api = basename(folder);
  const root = dirname(dirname(folder));
  if (basename(dirname(folder)) !== 'suites') return refused(path, cwd);
  const { files: own, diagnostics: unread } = await readApiFiles(root, api);
  if (own.size === 0) return refused(path, cwd, unread);
  const packed = await packPackages(packages, cwd);
  const files = new Map([...own, ...packed.files, ...beside]);
  const diagnostics = [...unread, ...packed.diagnostics];
  if (diagnostics.some(isError)) return { files, diagnostics };
  const loading = loadApi(files, `suites/${api}`, selectors);
  return { ...loading, files, diagnostics: [...diagnostics, ...loading.diagnostics] };
}

/** The path of a folder as a user of `cwd` would write it. */
export const shortPath = (path: string, cwd: string): string => {
  const short = relative(cwd, path);
  return short === '' ? '.' : short.startsWith('..') ? path : short;
};

/** A folder that is no interface, and those that are, in it or in the `suites` of the working folder. */
async function refused(path: string, cwd: string, unread: readonly Diagnostic[] = []): Promise<OpenedSuites> {
  const near = [...(await interfacesIn(resolve(cwd, path))), ...(await interfacesIn(join(cwd, 'suites')))];
  const names = [...new Set(near.map((folder) => shortPath(folder, cwd)))];
  const hint =
    names.length === 0
      ? 'Name the path to a folder that holds an api.yaml: elsewhere than in the clone of Assay, /path/to/assay/suites/uec-booking.'
      : `Name one of ${names.join(', ')}.`;
  const message = `${path} is not the folder of an interface`;
  return { files: new Map(), diagnostics: [...unread, { code: 'FILE_NOT_FOUND', severity: 'error', message, hint }] };
}

async function interfacesIn(folder: string): Promise<readonly string[]> {
  if (basename(folder) !== 'suites') return [];
  const names = await readdir(folder).catch(() => []);
  const isInterface = await Promise.all(
    names.map((name) => stat(join(folder, name, 'api.yaml')).then(Boolean, () => false)),
  );
  return names.flatMap((name, index) => (isInterface[index] ? [join(folder, name)] : [])).sort();
}
