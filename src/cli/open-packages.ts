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
  const readings = await Promise.all(paths.map((path) => openPackage(path, resolve(cwd, path), version)));
  const diagnostics = readings.flatMap((reading) => reading.diagnostics);
  const packages = readings.flatMap((reading) => reading.package ?? []);
  return { packages: diagnostics.some(isError) ? [] : packages, diagnostics };
}

type Opening = Pick<PackageReading, 'diagnostics'> & Partial<PackageReading>;

async function openPackage(path: string, file: string, version: FhirVersion): Promise<Opening> {
  try {
    const found = await stat(file);
    if (found.isDirectory()) return await openFolder(path, file, version);
    if (/\.(?:tgz|tar\.gz)$/i.test(file)) return packageFromArchive(path, await readFile(file), version);
    if (/\.(?:json|xml)$/i.test(file)) {
      return packageFromFiles(path, new Map([[basename(file), await readFile(file)]]), version);
    }
    return refused('PACKAGE_UNREADABLE', `${path} is no package`, 'Name a folder, a .tgz, or one .json or .xml file.');
  } catch (cause) {
    return { diagnostics: [notReadable(path, cause)] };
  }
}

async function openFolder(path: string, folder: string, version: FhirVersion): Promise<Opening> {
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
  return packageFromFiles(path, files satisfies FileSet, version);
}

const relativeTo = (folder: string, file: string): string => file.slice(folder.length + 1).replaceAll('\\', '/');

const refused = (code: DiagnosticCode, message: string, hint?: string): Opening => ({
  diagnostics: [{ code, severity: 'error', message, ...(hint !== undefined && { hint }) }],
});
