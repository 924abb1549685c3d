import type { FileSet } from '../model/digest.ts';

/** Files of one interface, remembering which of them were opened. */
export interface OpenedFiles {
  readonly paths: readonly string[];
  readonly open: (path: string) => Uint8Array | undefined;
  /** What has been opened so far. */
  readonly opened: FileSet;
}

export function openedFiles(files: FileSet): OpenedFiles {
  const opened = new Map<string, Uint8Array>();
  const open = (path: string): Uint8Array | undefined => {
    const bytes = files.get(path);
    if (bytes !== undefined) opened.set(path, bytes);
    return bytes;
  };
  return { paths: [...files.keys()].sort(), open, opened };
}
