import { gzipSync } from 'node:zlib';
import type { FileSet } from '../model/digest.ts';

const BLOCK = 512;

/** Longest name that the field of a ustar header holds, in bytes. */
const NAME_BYTES = 100;

/**
 * A gzipped tar archive (POSIX ustar with pax paths, https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html) of
 * the files in the order of their paths, without owner and time, so that the same files give the same archive.
 */
export function writeTarball(files: FileSet): Uint8Array {
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  const entries = sorted.flatMap(([path, bytes]) => [...longPath(path), ...entry(path, '0', bytes)]);
  return gzipSync(Buffer.concat([...entries, Buffer.alloc(2 * BLOCK)]), { level: 9 });
}

/** A pax record says its own length: `18 path=some/file\n`. */
function longPath(path: string): readonly Uint8Array[] {
  if (Buffer.byteLength(path) <= NAME_BYTES) return [];
  const record = ` path=${path}\n`;
  const bare = Buffer.byteLength(record);
  const digits = String(bare + String(bare).length).length;
  return entry('pax', 'x', Buffer.from(`${bare + digits}${record}`));
}

function entry(path: string, type: '0' | 'x', bytes: Uint8Array): readonly Uint8Array[] {
  const padding = Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK);
  return [header(path, type, bytes.length), bytes, padding];
}

function header(path: string, type: string, size: number): Uint8Array {
  const block = Buffer.alloc(BLOCK);
  const name = Buffer.from(path).subarray(0, NAME_BYTES);
  name.copy(block, 0);
  const octal = (value: number, length: number): string => value.toString(8).padStart(length - 1, '0');
  block.write(octal(0o644, 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(size, 12), 124);
  block.write(octal(0, 12), 136);
  block.write('        ', 148);
  block.write(type, 156);
  block.write('ustar\u000000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 7)}\u0000 `, 148);
  return block;
}
