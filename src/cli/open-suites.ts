import { basename, dirname, relative, resolve } from 'node:path';
import { type Diagnostic, isError } from '../model/diagnostic.ts';
import type { FileSet } from '../model/digest.ts';
import { type LoadedApi, loadApi } from '../suite/load-api.ts';
import { readApiFiles } from '../suite/read-api-files.ts';
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
 * are paths of official definitions.
 */
export async function openSuites(path: string, cwd: string, packages: readonly string[] = []): Promise<OpenedSuites> {
  const folder = resolve(cwd, path);
  const api = basename(folder);
  const root = dirname(dirname(folder));
  if (basename(dirname(folder)) !== 'suites') return { files: new Map(), diagnostics: [notAnInterface(path)] };
  const { files: own, diagnostics: unread } = await readApiFiles(root, api);
  if (own.size === 0) return { files: own, diagnostics: [...unread, notAnInterface(path)] };
  const packed = await packPackages(packages, cwd);
  const files = new Map([...own, ...packed.files]);
  const diagnostics = [...unread, ...packed.diagnostics];
  if (diagnostics.some(isError)) return { files, diagnostics };
  const loading = loadApi(files, `suites/${api}`);
  return { ...loading, files, diagnostics: [...diagnostics, ...loading.diagnostics] };
}

/** The path of a folder as a user of `cwd` would write it. */
export const shortPath = (path: string, cwd: string): string => {
  const short = relative(cwd, path);
  return short === '' ? '.' : short.startsWith('..') ? path : short;
};

const notAnInterface = (path: string): Diagnostic => ({
  code: 'FILE_NOT_FOUND',
  severity: 'error',
  message: `${path} is not the folder of an interface`,
  hint: 'Name a folder such as suites/uec-booking, which holds an api.yaml.',
});
