import type { Diagnostic } from '../model/diagnostic.ts';
import type { FileSet } from '../model/digest.ts';
import { readNamed } from './named-file.ts';

/** A file that the user named, as an input of the plan: it lies under the same name in every bundle. */
interface NamedInput {
  readonly files: FileSet;
  readonly diagnostics: readonly Diagnostic[];
  /** A finding about the input with the path that the user wrote. */
  readonly placed: (finding: Diagnostic) => Diagnostic;
}

/** Nothing when no path is named. */
export async function readInput(path: string | undefined, input: string, cwd: string): Promise<NamedInput> {
  if (path === undefined) return { files: new Map(), diagnostics: [], placed: (finding) => finding };
  const read = await readNamed(path, cwd);
  const placed = (finding: Diagnostic): Diagnostic => {
    const source = finding.location?.source;
    if (source?.file !== input) return finding;
    return { ...finding, location: { ...finding.location, source: { ...source, file: path } } };
  };
  return 'problem' in read
    ? { files: new Map(), diagnostics: [read.problem], placed }
    : { files: new Map([[input, read.bytes]]), diagnostics: [], placed };
}
