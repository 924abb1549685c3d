import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import {
  type ConformancePackage,
  type PackageReading,
  packageFromArchive,
  packageFromFiles,
} from '../fhir/conformance-package.ts';
import { type Diagnostic, isError } from '../model/diagnostic.ts';
import type { DiagnosticCode } from '../model/diagnostic-code.ts';
import type { FileSet } from '../model/digest.ts';
import type { FhirVersion } from '../model/suite.ts';
import { notReadable } from './named-file.ts';

export interface OpenedPackages {
  /** In the order named; a definition in an earlier one counts. Empty when there is any error. */
  readonly packages: readonly ConformancePackage[];
  readonly diagnostics: readonly Diagnostic[];
}

/** More than any published package has; a folder with more was hardly meant. */
const LIMITS = { files: 20_000, totalBytes: 256 * 1024 * 1024 } as const;

/** The packages of conformance resources that the user names: folders, archives (`.tgz`, `.tar.gz`) and single definitions. */
export async function openPackages(
  paths: readonly string[],
  cwd: string,
  version: FhirVersion,
): Promise<OpenedPackages> {
  const { sources, diagnostics: unread } = await readPackages(paths, cwd);
  const readings = sources.map((source) => packageOf(source, version));
  const diagnostics = [...unread, ...readings.flatMap((reading) => reading.diagnostics)];
  const packages = readings.map((reading) => reading.package);
  return { packages: diagnostics.some(isError) ? [] : packages, diagnostics };
}

/** A package as the user gave it: an archive, or files. */
export type PackageSource = { readonly path: string } & (
  | { readonly archive: Uint8Array }
  | { readonly files: FileSet }
);

export interface ReadPackages {
  /** In the order named. */
  readonly sources: readonly PackageSource[];
  readonly diagnostics: readonly Diagnostic[];
}

export async function readPackages(paths: readonly string[], cwd: string): Promise<ReadPackages> {
  const read = await Promise.all(paths.map((path) => readPackage(path, resolve(cwd, path))));
  return {
    sources: read.flatMap((one) => ('problem' in one ? [] : [one])),
    diagnostics: read.flatMap((one) => ('problem' in one ? [one.problem] : [])),
  };
}

const packageOf = (source: PackageSource, version: FhirVersion): PackageReading =>
  'archive' in source
    ? packageFromArchive(source.path, source.archive, version)
    : packageFromFiles(source.path, source.files, version);

type Read = PackageSource | { readonly problem: Diagnostic };

async function readPackage(path: string, file: string): Promise<Read> {
  try {
    const found = await stat(file);
    if (found.isDirectory()) return await readFolder(path, file);
    if (/\.(?:tgz|tar\.gz)$/i.test(file)) return { path, archive: await readFile(file) };
    if (/\.(?:json|xml)$/i.test(file)) return { path, files: new Map([[basename(file), await readFile(file)]]) };
    return refused('PACKAGE_UNREADABLE', `${path} is no package`, 'Name a folder, a .tgz, or one .json or .xml file.');
  } catch (cause) {
    return { problem: notReadable(path, cause) };
  }
}

async function readFolder(path: string, folder: string): Promise<Read> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const wanted = entries.filter((entry) => entry.isFile() && /\.(?:json|xml)$/.test(entry.name));
  if (wanted.length > LIMITS.files) return refused('PACKAGE_LIMIT', `${path} holds more than ${LIMITS.files} files`);
  const files = new Map<string, Uint8Array>();
  let totalBytes = 0;
  for (const entry of wanted) {
    const bytes = await readFile(join(entry.parentPath, entry.name));
    totalBytes += bytes.length;
    if (totalBytes > LIMITS.totalBytes) return refused('PACKAGE_LIMIT', `${path} holds too much to be a package`);
    files.set(relativeTo(folder, join(entry.parentPath, entry.name)), bytes);
  }
  return { path, files };
}

const relativeTo = (folder: string, file: string): string => file.slice(folder.length + 1).replaceAll('\\', '/');

const refused = (code: DiagnosticCode, message: string, hint?: string): Read => ({
  problem: { code, severity: 'error', message, ...(hint !== undefined && { hint }) },
});
