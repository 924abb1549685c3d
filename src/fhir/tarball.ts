import { gunzipSync } from 'node:zlib';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { DiagnosticCode } from '../model/diagnostic-code.ts';
import type { FileSet } from '../model/digest.ts';

export interface TarballLimits {
  /** Of all files together, unpacked. */
  readonly totalBytes: number;
  readonly files: number;
}

const DEFAULT_LIMITS: TarballLimits = { totalBytes: 256 * 1024 * 1024, files: 20_000 };

const BLOCK = 512;

/** Fields of a POSIX ustar header (https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html): offset and length. */
const FIELDS = { name: [0, 100], size: [124, 12], type: [156, 1], prefix: [345, 155] } as const;

/**
 * The regular files of a gzipped tar archive, in memory. Links, devices, paths that leave the archive and archives beyond
 * the limits are refused; the files before such an entry are not returned either.
 */
export function readTarball(
  name: string,
  archive: Uint8Array,
  limits: TarballLimits = DEFAULT_LIMITS,
): { readonly files: FileSet; readonly diagnostics: readonly Diagnostic[] } {
  const refuse = (code: DiagnosticCode, message: string) => ({
    files: new Map<string, Uint8Array>(),
    diagnostics: [{ code, severity: 'error' as const, message: `${name}: ${message}` }],
  });
  let tar: Buffer;
  try {
    tar = gunzipSync(archive, { maxOutputLength: limits.totalBytes });
  } catch (error) {
    const isLimit = error instanceof RangeError;
    return refuse(
      isLimit ? 'PACKAGE_LIMIT' : 'PACKAGE_UNREADABLE',
      isLimit ? 'unpacks to too much' : 'is not a gzip file',
    );
  }
  const files = new Map<string, Uint8Array>();
  let longPath: string | undefined;
  for (let offset = 0; offset + BLOCK <= tar.length && tar[offset] !== 0; ) {
    const entry = headerAt(tar, offset);
    const start = offset + BLOCK;
    if (!Number.isSafeInteger(entry.size) || start + entry.size > tar.length)
      return refuse('PACKAGE_UNREADABLE', 'is cut short');
    const content = tar.subarray(start, start + entry.size);
    offset = start + Math.ceil(entry.size / BLOCK) * BLOCK;
    if (entry.type === 'x') {
      longPath = /(?:^|\n)\d+ path=([^\n]*)\n/.exec(content.toString())?.[1];
      continue;
    }
    const path = longPath ?? entry.path;
    longPath = undefined;
    if (entry.type === 'g' || entry.type === '5') continue;
    if (entry.type !== '0') return refuse('PACKAGE_UNSAFE', `${path} is a link or device`);
    if (leaves(path)) return refuse('PACKAGE_UNSAFE', `${path} lies outside of the archive`);
    if (files.size >= limits.files) return refuse('PACKAGE_LIMIT', `holds more than ${limits.files} files`);
    files.set(path, content);
  }
  return { files, diagnostics: [] };
}

function headerAt(tar: Buffer, offset: number): { path: string; size: number; type: string } {
  const field = ([start, length]: readonly [number, number]): string => {
    const bytes = tar.subarray(offset + start, offset + start + length);
    const end = bytes.indexOf(0);
    return bytes.subarray(0, end < 0 ? length : end).toString();
  };
  const prefix = field(FIELDS.prefix);
  const name = field(FIELDS.name);
  return {
    path: prefix === '' ? name : `${prefix}/${name}`,
    size: Number.parseInt(field(FIELDS.size).trim() || '0', 8),
    type: field(FIELDS.type) || '0',
  };
}

const leaves = (path: string): boolean =>
  path.startsWith('/') || path.includes('\\') || /^[A-Za-z]:/.test(path) || path.split('/').includes('..');
