import type { Diagnostic } from '../model/diagnostic.ts';
import type { FileSet } from '../model/digest.ts';
import { isExpired, WAIVERS_FILE, type Waiver } from '../model/waiver.ts';
import { readNamed } from './named-file.ts';

/** The waivers that the user named, as an input of the plan: it lies under the same name in every bundle. */
export interface WaiversFile {
  readonly files: FileSet;
  readonly diagnostics: readonly Diagnostic[];
  /** A finding about the waivers with the path that the user wrote. */
  readonly placed: (finding: Diagnostic) => Diagnostic;
}

export async function readWaivers(path: string | undefined, cwd: string): Promise<WaiversFile> {
  if (path === undefined) return { files: new Map(), diagnostics: [], placed: (finding) => finding };
  const read = await readNamed(path, cwd);
  const placed = (finding: Diagnostic): Diagnostic => {
    const source = finding.location?.source;
    if (source?.file !== WAIVERS_FILE) return finding;
    return { ...finding, location: { ...finding.location, source: { ...source, file: path } } };
  };
  return 'problem' in read
    ? { files: new Map(), diagnostics: [read.problem], placed }
    : { files: new Map([[WAIVERS_FILE, read.bytes]]), diagnostics: [], placed };
}

/** What no longer holds when a run begins keeps it from beginning. A replay asks nothing of the kind: the run was when it was. */
export const expiredWaivers = (waivers: readonly Waiver[], now: Date): readonly Diagnostic[] =>
  waivers
    .filter((waiver) => isExpired(waiver, now.toISOString()))
    .map(({ of, id, owner, expires, source }) => ({
      code: 'WAIVER_EXPIRED',
      severity: 'error',
      message: `The waiver of ${of} "${id}" held until ${expires}`,
      hint: `Ask ${owner} for another, or take it out.`,
      location: { source },
    }));
