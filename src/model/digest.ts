import { createHash } from 'node:crypto';

/** A file by its path and the SHA-256 of its bytes, in lower-case hex. */
export interface Digest {
  readonly path: string;
  readonly sha256: string;
}

export function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Files in memory, by their path relative to the project or bundle; forward slashes. */
export type FileSet = ReadonlyMap<string, Uint8Array>;
