import { crc32 } from 'node:zlib';
import { asBuffer } from '../../model/bytes.ts';
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
export const packZip = (files: FileSet): Uint8Array => Buffer.concat(zipParts(files));

/** The same in parts, one after the other, for whoever need not have all of it in memory twice. @throws RangeError as that. */
export function zipParts(files: FileSet): readonly Uint8Array[] {
  const entries: Entry[] = [];
  let offset = 0;
  for (const [name, data] of sorted(files)) {
    const entry = { name: Buffer.from(name, 'ascii'), data, crc: crc32(data), offset };
    entries.push(entry);
    offset += LOCAL_SIZE + entry.name.length + data.length;
  }
  const directory = Buffer.concat(entries.flatMap(centralHeader));
  const packed = entries.flatMap((entry) => [...localHeader(entry), entry.data]);
  return [...packed, directory, endOfDirectory(entries.length, directory.length, offset)];
}

/** It begins or ends as a zip archive does, whole or not. */
export function isZip(bytes: Uint8Array): boolean {
  const archive = asBuffer(bytes);
  const begins = archive.length >= 4 && archive.readUInt32LE(0) === LOCAL_HEADER;
  return begins || (archive.length >= END_SIZE && archive.readUInt32LE(archive.length - END_SIZE) === END_OF_DIRECTORY);
}

/**
 * The files of a canonical archive; anything else is ARCHIVE_NOT_CANONICAL, or ARCHIVE_LIMIT when it is too large to read.
 * Only local headers are followed: the rest must be what packing the files again gives.
 */
export function unpackZip(bytes: Uint8Array): Read<FileSet> {
  if (bytes.length > MAX_ARCHIVE_BYTES) return refuse('ARCHIVE_LIMIT', `It is larger than ${MAX_ARCHIVE_BYTES} bytes`);
  const archive = asBuffer(bytes);
  if (!isZip(bytes)) return refuse('ARCHIVE_NOT_CANONICAL', 'This is no zip archive');
  const files = new Map<string, Uint8Array>();
  for (const { at, name, nameEnd, dataEnd } of localEntries(archive)) {
    if (dataEnd > archive.length || !isSafePath(name) || files.has(name)) {
      return notCanonical(`The entry at byte ${at} is cut, badly named, or the second of its name`);
    }
    if (files.size === MAX_ENTRIES) return refuse('ARCHIVE_LIMIT', `It holds more than ${MAX_ENTRIES} entries`);
    files.set(name, archive.subarray(nameEnd, dataEnd));
  }
  const [clash] = clashingPaths(files.keys());
  if (clash !== undefined) return notCanonical(`The name ${clash} differs from another by case alone`);
  return archive.equals(packZip(files)) ? { value: files } : notCanonical('Packed again, its files give other bytes');
}

/** Where each entry of an archive stands, by what its local header says, be it true or not. */
export function* localEntries(archive: Buffer) {
  for (let at = 0; at + LOCAL_SIZE <= archive.length && archive.readUInt32LE(at) === LOCAL_HEADER; ) {
    const nameEnd = at + LOCAL_SIZE + archive.readUInt16LE(at + 26);
    const dataEnd = nameEnd + archive.readUInt32LE(at + 18);
    yield { at, name: archive.toString('latin1', at + LOCAL_SIZE, nameEnd), nameEnd, dataEnd };
    at = dataEnd;
  }
}

function sorted(files: FileSet): readonly (readonly [string, Uint8Array])[] {
  const [unsafe] = [...files.keys()].filter((path) => !isSafePath(path)).concat(clashingPaths(files.keys()));
  if (unsafe !== undefined) throw new RangeError(`A bundle cannot hold a file named ${JSON.stringify(unsafe)}`);
  if (files.size > MAX_ENTRIES) throw new RangeError(`A bundle cannot hold more than ${MAX_ENTRIES} files`);
  // Safe names are ASCII, so the order of code units is that of bytes.
  return [...files].sort(([left], [right]) => (left < right ? -1 : 1));
}

const numbersOf =
  (size: 2 | 4) =>
  (...values: readonly number[]): Buffer => {
    const bytes = Buffer.alloc(size * values.length);
    for (const [place, value] of values.entries()) bytes.writeUIntLE(value, place * size, size);
    return bytes;
  };
const u16 = numbersOf(2);
const u32 = numbersOf(4);

/** Version, flags, method, time, date; checksum, size packed and unpacked; length of the name, and of an extra field. */
const facts = ({ name, data, crc }: Entry): readonly Buffer[] => [
  u16(VERSION, 0, 0, 0, FIRST_OF_JANUARY_1980),
  u32(crc, data.length, data.length),
  u16(name.length, 0),
];

const localHeader = (entry: Entry): readonly Uint8Array[] => [u32(LOCAL_HEADER), ...facts(entry), entry.name];

/** Around them the version that it was made by, no comment, the first disk, no attributes, and where the entry is. */
const centralHeader = (entry: Entry): readonly Uint8Array[] => [
  ...[u32(CENTRAL_HEADER), u16(VERSION), ...facts(entry), u16(0, 0, 0), u32(0, entry.offset)],
  entry.name,
];

/** Two numbers of disks, two of entries, size and place of the directory, and no comment. */
const endOfDirectory = (count: number, size: number, offset: number): Buffer =>
  Buffer.concat([u32(END_OF_DIRECTORY), u16(0, 0, count, count), u32(size, offset), u16(0)]);

const notCanonical = (message: string): Read<never> =>
  refuse('ARCHIVE_NOT_CANONICAL', `The archive is not the canonical zip of its files. ${message}`);
