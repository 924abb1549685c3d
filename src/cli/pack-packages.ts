import { basename } from 'node:path';
import { writeTarball } from '../fhir/write-tarball.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { FileSet } from '../model/digest.ts';
import { PACKAGE_FOLDER } from '../suite/definitions.ts';
import { type PackageSource, readPackages } from './open-packages.ts';

export interface PackedPackages {
  /** One archive each, numbered in the order named, where the loader looks for them. */
  readonly files: FileSet;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The packages that the user names as they go into the evidence: an archive as it was given, byte for byte; the definitions of a
 * folder in an archive of ours, since their names need not be such that every system can hold them.
 */
export async function packPackages(paths: readonly string[], cwd: string): Promise<PackedPackages> {
  const { sources, diagnostics } = await readPackages(paths, cwd);
  return { files: new Map(sources.map((source, place) => [placeOf(source, place), archiveOf(source)])), diagnostics };
}

const archiveOf = (source: PackageSource): Uint8Array =>
  'archive' in source ? source.archive : writeTarball(source.files);

/** `packages/01-conformance.tgz` */
function placeOf({ path }: PackageSource, place: number): string {
  const name = basename(path)
    .replace(/\.(?:tgz|tar\.gz|json|xml)$/i, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-');
  return `${PACKAGE_FOLDER}${String(place + 1).padStart(2, '0')}-${name.slice(0, 80)}.tgz`;
}
