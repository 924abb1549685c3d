import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { FileSet } from '../model/digest.ts';
import { HarnessError } from '../model/harness-error.ts';
import { systemFault } from '../model/system-fault.ts';
import { type Content, writeWhole } from './whole-file.ts';

/**
 * The folder of one run: everything that is sealed lies in it as it will lie in the bundle. A run writes thousands of small
 * files, and one that waits for a thread takes longer than the write: so all of this is done on the spot.
 */
export interface EvidenceFolder {
  readonly path: string;
  readonly write: (file: string, bytes: Uint8Array | string) => void;
  /** Writes a file whole or not at all, and waits for the disk. */
  readonly writeWhole: (file: string, bytes: Uint8Array | string) => void;
  readonly remove: (file: string) => void;
  readonly read: (file: string) => Uint8Array;
  /** Every file, by its path below the folder. */
  readonly files: () => FileSet;
  /** What lies next to the folder under its name and this ending; undefined when nothing does. */
  readonly readBeside: (ending: string) => Uint8Array | undefined;
  readonly removeBeside: (ending: string) => void;
  /** Writes a file of the folder's name and this ending next to it, whole or not at all; gives its path. */
  readonly writeBeside: (ending: string, content: Content, mode?: number) => string;
}

/** `evidence/2026-11-21T05-43-24Z-uec-booking-provider-1f2e3d`, made anew. It and its functions throw EVIDENCE_NOT_WRITABLE. */
export function createEvidenceFolder(parent: string, name: string): EvidenceFolder {
  const path = join(parent, name);
  guarded(path, ELSEWHERE, () => makeFolder(path, OWN));
  return openEvidenceFolder(path);
}

/** The folder of a run that was made before. Its functions throw EVIDENCE_NOT_WRITABLE. */
export function openEvidenceFolder(path: string): EvidenceFolder {
  const kept = `What was written until then is in ${path}.`;
  const made = new Set<string>();
  const make = (folder: string): void => {
    if (!made.has(folder)) mkdirSync(folder, { recursive: true });
    made.add(folder);
  };
  return {
    path,
    write: (file, bytes) => {
      const place = join(path, file);
      guarded(place, kept, () => {
        make(dirname(place));
        writeFileSync(place, bytes);
      });
    },
    writeWhole: (file, bytes) => {
      const place = join(path, file);
      // What is left of half a file must not lie among what is sealed.
      guarded(place, kept, () => writeWhole(place, bytes, { part: `${path}.part` }));
    },
    remove: (file) => guarded(join(path, file), kept, () => rmSync(join(path, file))),
    read: (file) => guarded(join(path, file), kept, () => readFileSync(join(path, file))),
    files: () => guarded(path, kept, () => readFolder(path)),
    readBeside: (ending) => {
      const place = `${path}${ending}`;
      return existsSync(place) ? guarded(place, kept, () => readFileSync(place)) : undefined;
    },
    removeBeside: (ending) => guarded(path, kept, () => rmSync(`${path}${ending}`, { force: true })),
    writeBeside: (ending, content, mode) => {
      const place = `${path}${ending}`;
      guarded(place, kept, () => writeWhole(place, content, { mode }));
      return place;
    },
  };
}

/** Every file below a folder; what is no file, as a link, is left out. */
export function readFolder(path: string): FileSet {
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  const places = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(places.map((place) => [relative(path, place).split(sep).join('/'), readFileSync(place)]));
}

export function evidenceFolderName(startedAt: Date, api: string, role: string, runId: string): string {
  const time = startedAt
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');
  return `${time}-${api}-${role}-${runId.slice(0, 6)}`;
}

/** What was exchanged with a system under test is for whoever ran the suites; the sealed bundle is theirs to pass on. */
const OWN = 0o700;

/** As `mkdir -p`. Node's own never ends on a file system that calls a new folder missing, as /proc does. */
function makeFolder(path: string, mode?: number): void {
  try {
    makeOne(path, mode);
  } catch (cause) {
    if (!isCode(cause, 'ENOENT') || dirname(path) === path) throw cause;
    makeFolder(dirname(path));
    makeOne(path, mode);
  }
}

function makeOne(path: string, mode?: number): void {
  try {
    mkdirSync(path, { mode });
  } catch (cause) {
    if (!isCode(cause, 'EEXIST')) throw cause;
  }
}

const isCode = (cause: unknown, code: string): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === code;

const ELSEWHERE = 'Name another folder with --evidence, or see to space and permissions there.';

/** Throws EVIDENCE_NOT_WRITABLE: what cannot be read back was not written. */
function guarded<T>(path: string, hint: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const message = `${path} cannot be written: ${systemFault(cause)}`;
    throw new HarnessError({ code: 'EVIDENCE_NOT_WRITABLE', severity: 'error', message, hint }, cause);
  }
}
