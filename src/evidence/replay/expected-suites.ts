import type { Diagnostic } from '../../model/diagnostic.ts';
import { type FileSet, sha256 } from '../../model/digest.ts';
import { isSupplierFile } from '../../model/supplier-file.ts';
import { PACKAGE_FOLDER } from '../../suite/definitions.ts';
import { SUITE } from '../format/bundle-layout.ts';
import { undecided } from '../format/finding.ts';

/** The simulator plays no part in judging. */
const isSuiteFile = (path: string): boolean => path.startsWith('suites/') && !path.endsWith('.simulator.yaml');

/** What the supplier chooses, and no suite expects: definitions, waivers and what is redacted, which change no verdict. */
const isOfSupplier = (path: string): boolean => path.startsWith(PACKAGE_FOLDER) || isSupplierFile(path);

/** Named in a message at most. */
const MOST_NAMED = 5;

/**
 * A bundle brings the suites that judged. They could ask for less than the published ones, so they are compared with those that the
 * reviewer expects, file by file.
 */
export function suiteDifferences(payload: FileSet, folder: string, expected: FileSet): readonly Diagnostic[] {
  const bundled = new Map(
    [...payload]
      .filter(([path]) => path.startsWith(SUITE))
      .map(([path, bytes]) => [path.slice(SUITE.length), sha256(bytes)] as const)
      .filter(([path]) => !isOfSupplier(path)),
  );
  const wanted = [...expected.keys()].filter((path) => path.startsWith(`${folder}/`) && isSuiteFile(path));
  const changed = [...bundled]
    .filter(([path, digest]) => digest !== digestOf(expected.get(path)))
    .map(([path]) => path);
  const missing = wanted.filter((path) => !bundled.has(path));
  const differing = [...new Set([...changed, ...missing])].sort();
  if (differing.length === 0) return [];
  const named = differing.slice(0, MOST_NAMED).join(', ');
  const more = differing.length > MOST_NAMED ? ` and ${differing.length - MOST_NAMED} more` : '';
  const message =
    wanted.length === 0
      ? `The cases were judged by ${folder}, which are not among the suites expected`
      : `The cases were judged by other suites than those expected: ${named}${more}`;
  const hint = 'Ask for a run of the published suites, or name those that you expect with --suites.';
  return [undecided('SUITES_DIFFER', message, hint)];
}

const digestOf = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : sha256(bytes);
