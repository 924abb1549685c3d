import { inflateRawSync } from 'node:zlib';
import { asBuffer } from './bytes.ts';

/** Records of a zip archive (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.7 and 4.3.12). */
const LOCAL_FILE = 0x04034b50;
const CENTRAL_FILE = Buffer.from('PK\u0001\u0002', 'latin1');
const [LOCAL_SIZE, CENTRAL_SIZE] = [30, 46];
const [STORED, DEFLATED] = [0, 8];

/** What the entries of one archive come to in all; whoever packs more into so little means no good. */
const MOST_BYTES = 256 * 1024 * 1024;

export interface ZipEntry {
  readonly name: string;
  readonly data: Buffer;
}

/** What a zip archive holds, as which workbooks come. Empty for what is no archive; an entry that is broken or packed otherwise is left out. */
export function zipEntries(bytes: Uint8Array): readonly ZipEntry[] {
  const file = asBuffer(bytes);
  if (file.length < 4 || file.readUInt32LE(0) !== LOCAL_FILE) return [];
  const entries: ZipEntry[] = [];
  let left = MOST_BYTES;
  for (let at = file.indexOf(CENTRAL_FILE); at !== -1; at = file.indexOf(CENTRAL_FILE, at + CENTRAL_FILE.length)) {
    const entry = entryAt(file, at, left);
    if (entry === undefined) continue;
    entries.push(entry);
    left -= entry.data.length;
  }
  return entries;
}

/** What a record of the central directory leads to, as long as a local header of the same name is there. */
function entryAt(file: Buffer, record: number, mostBytes: number): ZipEntry | undefined {
  try {
    const header = file.readUInt32LE(record + 42);
    const [named, headed] = [record + CENTRAL_SIZE, header + LOCAL_SIZE];
    const name = file.subarray(named, named + file.readUInt16LE(record + 28));
    const headedName = file.subarray(headed, headed + file.readUInt16LE(header + 26));
    if (file.readUInt32LE(header) !== LOCAL_FILE || !name.equals(headedName)) return undefined;
    const start = headed + headedName.length + file.readUInt16LE(header + 28);
    const packed = file.subarray(start, start + file.readUInt32LE(record + 20));
    const data = unpacked(packed, file.readUInt16LE(record + 10), mostBytes);
    return data && { name: name.toString('utf8'), data };
  } catch {
    return undefined;
  }
}

function unpacked(packed: Buffer, method: number, mostBytes: number): Buffer | undefined {
  if (method === STORED && packed.length <= mostBytes) return packed;
  return method === DEFLATED ? inflateRawSync(packed, { maxOutputLength: Math.max(1, mostBytes) }) : undefined;
}
