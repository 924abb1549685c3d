import { inflateRawSync } from 'node:zlib';
import { asBuffer } from '../model/bytes.ts';

/** Records of a zip archive (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.7 and 4.3.12). */
const LOCAL_FILE = 0x04034b50;
const CENTRAL_FILE = Buffer.from('PK\u0001\u0002', 'latin1');
const [LOCAL_SIZE, CENTRAL_SIZE] = [30, 46];
const DEFLATED = 8;

/** What the parts of one archive come to in all; whoever packs more into so little means no good. */
const MOST_BYTES = 256 * 1024 * 1024;
/** So many bytes can one of deflate stand for; a part that is given up counts as if it had been read to its end. */
const LARGEST_RATIO = 1_032;

/**
 * The parts of a zip archive, as which workbooks come, where a search of the bytes would not see what they say. Empty for what is no
 * archive; a part that is broken is left out.
 */
export function zipTexts(bytes: Uint8Array): readonly Uint8Array[] {
  const file = asBuffer(bytes);
  if (file.length < 4 || file.readUInt32LE(0) !== LOCAL_FILE) return [];
  const parts: Buffer[] = [];
  let left = MOST_BYTES;
  for (
    let at = file.indexOf(CENTRAL_FILE);
    at !== -1 && left > 0;
    at = file.indexOf(CENTRAL_FILE, at + CENTRAL_FILE.length)
  ) {
    const packed = packedAt(file, at);
    const part = inflated(packed, left);
    if (part !== undefined) parts.push(part);
    left -= part?.length ?? packed.length * LARGEST_RATIO;
  }
  return parts;
}

/** What an entry of the central directory leads to; nothing where it leads out of the file, or what it leads to is not deflated. */
function packedAt(file: Buffer, entry: number): Buffer {
  const nothing = file.subarray(0, 0);
  if (entry + CENTRAL_SIZE > file.length || file.readUInt16LE(entry + 10) !== DEFLATED) return nothing;
  const head = file.readUInt32LE(entry + 42);
  if (head + LOCAL_SIZE > file.length) return nothing;
  const start = head + LOCAL_SIZE + file.readUInt16LE(head + 26) + file.readUInt16LE(head + 28);
  return file.subarray(start, start + file.readUInt32LE(entry + 20));
}

function inflated(packed: Buffer, mostBytes: number): Buffer | undefined {
  try {
    return inflateRawSync(packed, { maxOutputLength: mostBytes });
  } catch {
    return undefined;
  }
}
