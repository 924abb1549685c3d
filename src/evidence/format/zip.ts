import { crc32 } from 'node:zlib';
import type { FileSet } from '../../model/digest.ts';
import { clashingPaths, isSafePath } from './file-name.ts';
import { type Read, refuse } from './finding.ts';

/**
 * The one zip that a set of files has: entries stored, sorted by name, dated 1980-01-01, without extra fields, comments,
 * data descriptors, folders or Zip64. A reader that packs again what it read and compares the bytes leaves no room for
 * archives that two programs read differently.
 * Format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT (sections 4.3.7, 4.3.12, 4.3.16).
 */
export const MAX_ENTRIES = 65_534;
/** Far above any run, far below what makes a reader run out of memory. */
export const MAX_ARCHIVE_BYTES = 512 * 1024 * 1024;

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
const LOCAL_SIZE = 30;
const CENTRAL_SIZE = 46;
const END_SIZE = 22;
/** Version 1.0: nothing newer is needed to extract a stored file. */
const VERSION = 10;
/** Year 0 of the format, month 1, day 1. */
const FIRST_OF_JANUARY_1980 = (1 << 5) | 1;

interface Entry {
  readonly name: Buffer;
  readonly data: Uint8Array;
  readonly crc: number;
  readonly offset: number;
}

/** @throws RangeError when a name is unsafe, two names clash, or there is more than the format can hold. */
export function packZip(files: FileSet): Uint8Array {
  const entries: Entry[] = [];
  let offset = 0;
  for (const [name, data] of sorted(files)) {
    const entry = { name: Buffer.from(name, 'ascii'), data, crc: crc32(data), offset };
    entries.push(entry);
    offset += LOCAL_SIZE + entry.name.length + data.length;
  }
  const directory = entries.map(centralHeader);
  const directorySize = directory.reduce((sum, { length }) => sum + length, 0);
  return Buffer.concat([
    ...entries.flatMap((entry) => [localHeader(entry), entry.data]),
    ...directory,
    endOfDirectory(entries.length, directorySize, offset),
  ]);
}

/** It begins or ends as a zip archive does, whole or not. */
export function isZip(bytes: Uint8Array): boolean {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const begins = archive.length >= 4 && archive.readUInt32LE(0) === LOCAL_HEADER;
  return begins || (archive.length >= END_SIZE && archive.readUInt32LE(archive.length - END_SIZE) === END_OF_DIRECTORY);
}

/**
 * The files of a canonical archive; anything else is ARCHIVE_NOT_CANONICAL, or ARCHIVE_LIMIT when it is too large to read.
 * Only local headers are followed: the rest must be what packing the files again gives.
 */
export function unpackZip(bytes: Uint8Array): Read<FileSet> {
  if (bytes.length > MAX_ARCHIVE_BYTES) return refuse('ARCHIVE_LIMIT', `It is larger than ${MAX_ARCHIVE_BYTES} bytes`);
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!isZip(bytes)) return refuse('ARCHIVE_NOT_CANONICAL', 'This is no zip archive');
  const files = new Map<string, Uint8Array>();
  let at = 0;
  while (at + LOCAL_SIZE <= archive.length && archive.readUInt32LE(at) === LOCAL_HEADER) {
    const nameEnd = at + LOCAL_SIZE + archive.readUInt16LE(at + 26);
    const dataEnd = nameEnd + archive.readUInt32LE(at + 18);
    const name = archive.toString('latin1', at + LOCAL_SIZE, nameEnd);
    if (dataEnd > archive.length || !isSafePath(name)) return notCanonical(`The entry at byte ${at} is malformed`);
    if (files.has(name)) return notCanonical(`There are two entries ${name}`);
    if (files.size === MAX_ENTRIES) return refuse('ARCHIVE_LIMIT', `It holds more than ${MAX_ENTRIES} entries`);
    files.set(name, archive.subarray(nameEnd, dataEnd));
    at = dataEnd;
  }
  const [clash] = clashingPaths(files.keys());
  if (clash !== undefined) return notCanonical(`The name ${clash} differs from another by case alone`);
  return archive.equals(packZip(files)) ? { value: files } : notCanonical('Packed again, its files give other bytes');
}

function sorted(files: FileSet): readonly (readonly [string, Uint8Array])[] {
  const [unsafe] = [...files.keys()].filter((path) => !isSafePath(path)).concat(clashingPaths(files.keys()));
  if (unsafe !== undefined) throw new RangeError(`A bundle cannot hold a file named ${JSON.stringify(unsafe)}`);
  if (files.size > MAX_ENTRIES) throw new RangeError(`A bundle cannot hold more than ${MAX_ENTRIES} files`);
  // Safe names are ASCII, so the order of code units is that of bytes.
  return [...files].sort(([left], [right]) => (left < right ? -1 : 1));
}

function localHeader({ name, data, crc }: Entry): Buffer {
  const header = Buffer.alloc(LOCAL_SIZE);
  header.writeUInt32LE(LOCAL_HEADER, 0);
  header.writeUInt16LE(VERSION, 4);
  writeFacts(header, 12, data.length, crc, name.length);
  return Buffer.concat([header, name]);
}

function centralHeader({ name, data, crc, offset }: Entry): Buffer {
  const header = Buffer.alloc(CENTRAL_SIZE);
  header.writeUInt32LE(CENTRAL_HEADER, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(VERSION, 6);
  writeFacts(header, 14, data.length, crc, name.length);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, name]);
}

/** The members that both headers have in common, from the date on. */
function writeFacts(header: Buffer, at: number, size: number, crc: number, nameLength: number): void {
  header.writeUInt16LE(FIRST_OF_JANUARY_1980, at);
  header.writeUInt32LE(crc, at + 2);
  header.writeUInt32LE(size, at + 6);
  header.writeUInt32LE(size, at + 10);
  header.writeUInt16LE(nameLength, at + 14);
}

function endOfDirectory(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(END_SIZE);
  end.writeUInt32LE(END_OF_DIRECTORY, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}

const notCanonical = (message: string): Read<never> =>
  refuse('ARCHIVE_NOT_CANONICAL', `The archive is not the canonical zip of its files. ${message}`);
