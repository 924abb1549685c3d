import type { Diagnostic } from '../../model/diagnostic.ts';
import { type FileSet, sha256 } from '../../model/digest.ts';
import { BAG_DECLARATION, type BagInfo, bagInfoText, type Manifest } from '../format/bagit.ts';
import { ALWAYS, BAG_INFO, BAGIT, MANIFEST, PAYLOAD, SUITE, TAG_FILES } from '../format/bundle-layout.ts';
import { clashingPaths, isSafePath } from '../format/file-name.ts';
import { rejected } from '../format/finding.ts';
import type { PlanFacts } from '../format/run-files.ts';
import { MAX_ARCHIVE_BYTES, MAX_ENTRIES } from '../format/zip.ts';

/** Room for tag files, headers and the seal. */
const OVERHEAD_BYTES = 16 * 1024 * 1024;

/** A bag that is still without seal: the files of a run below `data/`, with declaration, tags and manifest. */
export interface Assembled {
  readonly files: FileSet;
  readonly manifest: Manifest;
}

export function assemble(runFolder: FileSet, info: BagInfo): Assembled {
  const payload = new Map([...runFolder].map(([path, bytes]) => [`${PAYLOAD}${path}`, bytes]));
  const manifest = manifestOf(payload);
  const files = new Map([
    ...payload,
    [BAGIT, Buffer.from(BAG_DECLARATION)],
    [BAG_INFO, Buffer.from(bagInfoText(info, payload))],
    [MANIFEST, Buffer.from(manifestText(manifest))],
  ]);
  return { files, manifest };
}

export const manifestOf = (payload: FileSet): Manifest =>
  new Map([...payload].map(([path, bytes]) => [path, sha256(bytes)]));

/** Sorted by path; the form that `sha256sum -c` reads. */
export const manifestText = (manifest: Manifest): string =>
  [...manifest]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([path, digest]) => `${digest}  ${path}\n`)
    .join('');

/** What keeps a run's folder from being a payload: FILE_MISSING, FILE_NAME_INVALID, ARCHIVE_LIMIT. */
export function payloadProblems(runFolder: FileSet): readonly Diagnostic[] {
  const paths = [...runFolder.keys()];
  const sizeBytes = [...runFolder.values()].reduce((sum, { length }) => sum + length, 0);
  return [
    ...ALWAYS.filter((path) => !runFolder.has(path)).map((path) =>
      rejected('FILE_MISSING', `The folder of the run holds no ${path}`, { file: path }),
    ),
    ...paths
      .filter((path) => !isSafePath(`${PAYLOAD}${path}`))
      .concat(clashingPaths(paths))
      .map((path) => rejected('FILE_NAME_INVALID', 'Not every system can hold a file of this name', { file: path })),
    ...(paths.length + TAG_FILES.length > MAX_ENTRIES
      ? [rejected('ARCHIVE_LIMIT', `A bundle holds at most ${MAX_ENTRIES} files`)]
      : []),
    ...(sizeBytes + OVERHEAD_BYTES > MAX_ARCHIVE_BYTES
      ? [rejected('ARCHIVE_LIMIT', `A bundle holds at most ${MAX_ARCHIVE_BYTES} bytes`)]
      : []),
  ];
}

/** Files that the plan was made from and that the folder lacks: without them nobody can judge again. */
export function missingInputs(runFolder: FileSet, { inputs }: PlanFacts): readonly Diagnostic[] {
  return inputs
    .map(({ path }) => `${SUITE}${path}`)
    .filter((path) => !runFolder.has(path))
    .map((path) => rejected('FILE_MISSING', `The plan was made from ${path}, which is missing`, { file: path }));
}
