import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { FileSet } from '../model/digest.ts';
import { HarnessError } from '../model/harness-error.ts';
import { systemFault } from '../model/system-fault.ts';

/** The folder of one run: everything that is sealed lies in it as it will lie in the bundle. */
export interface EvidenceFolder {
  readonly path: string;
  readonly write: (file: string, bytes: Uint8Array | string) => Promise<void>;
  /** Writes a file while the run goes on; `settled` waits for it. */
  readonly begin: (file: string, bytes: Uint8Array) => void;
  /** Resolves when every file begun has been written. Throws EVIDENCE_NOT_WRITABLE, from the first failure on. */
  readonly settled: () => Promise<void>;
  readonly read: (file: string) => Promise<Uint8Array>;
  /** Every file, by its path below the folder. */
  readonly files: () => Promise<FileSet>;
  /** Writes the sealed bundle next to the folder; gives its path. */
  readonly writeBundle: (bytes: Uint8Array) => Promise<string>;
}

/** `evidence/2026-11-21T05-43-24Z-uec-booking-provider-1f2e3d`, made anew. Throws EVIDENCE_NOT_WRITABLE. */
export async function createEvidenceFolder(parent: string, name: string): Promise<EvidenceFolder> {
  const path = join(parent, name);
  await guarded(path, ELSEWHERE, () => makeFolder(path, OWN));
  const kept = `What was written until then is in ${path}.`;
  const made = new Map<string, Promise<unknown>>();
  const make = (folder: string): Promise<unknown> => {
    const making = made.get(folder) ?? mkdir(folder, { recursive: true });
    made.set(folder, making);
    return making;
  };
  const write = async (file: string, bytes: Uint8Array | string): Promise<void> => {
    const place = join(path, file);
    await guarded(place, kept, async () => {
      await make(dirname(place));
      await writeFile(place, bytes);
    });
  };
  const begun = new Set<Promise<void>>();
  return {
    path,
    write,
    begin: (file, bytes) => {
      const writing = write(file, bytes);
      begun.add(writing);
      // A failure stays, so that whoever waits is told.
      writing.then(
        () => begun.delete(writing),
        () => {},
      );
    },
    settled: async () => void (await Promise.all(begun)),
    read: (file) => guarded(join(path, file), kept, () => readFile(join(path, file))),
    files: () => guarded(path, kept, () => readFolder(path)),
    writeBundle: async (bytes) => {
      const bundle = `${path}.evidence.zip`;
      await guarded(bundle, kept, () => writeWhole(bundle, bytes));
      return bundle;
    },
  };
}

async function readFolder(path: string): Promise<FileSet> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const places = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      places.map(async (place) => [relative(path, place).split(sep).join('/'), await readFile(place)] as const),
    ),
  );
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
async function makeFolder(path: string, mode?: number): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (cause) {
    if (isCode(cause, 'EEXIST')) return;
    if (!isCode(cause, 'ENOENT') || dirname(path) === path) throw cause;
    await makeFolder(dirname(path));
    await mkdir(path, { mode }).catch((again: unknown) => {
      if (!isCode(again, 'EEXIST')) throw again;
    });
  }
}

const isCode = (cause: unknown, code: string): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === code;

/** All of a file or nothing: half a bundle would look like one that was tampered with. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const part = `${path}.part`;
  try {
    await writeFile(part, bytes);
    await rename(part, path);
  } catch (cause) {
    await rm(part, { force: true });
    throw cause;
  }
}

const ELSEWHERE = 'Name another folder with --evidence, or see to space and permissions there.';

/** Throws EVIDENCE_NOT_WRITABLE: what cannot be read back was not written. */
async function guarded<T>(path: string, hint: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const message = `${path} cannot be written: ${systemFault(cause)}`;
    throw new HarnessError({ code: 'EVIDENCE_NOT_WRITABLE', severity: 'error', message, hint }, cause);
  }
}
