import { closeSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';

interface WholeOptions {
  /** Where it lies until it is whole. */
  readonly part?: string;
  readonly mode?: number | undefined;
  /** Whether to wait for the disk. */
  readonly flush?: boolean;
}

/** All of a file or nothing: half a bundle would look like one that was tampered with. */
export function writeWhole(
  path: string,
  bytes: Uint8Array | string,
  { part = `${path}.part`, mode = 0o666, flush = false }: WholeOptions = {},
): void {
  try {
    writeFileSync(part, bytes, { mode, flush });
    renameSync(part, path);
  } catch (cause) {
    rmSync(part, { force: true });
    throw cause;
  }
}

/** The same for a file that must not be there yet. */
export function writeNew(path: string, bytes: Uint8Array | string): void {
  const file = openSync(path, 'wx');
  try {
    writeFileSync(file, bytes);
  } catch (cause) {
    rmSync(path, { force: true });
    throw cause;
  } finally {
    closeSync(file);
  }
}
