import { crc32 } from 'node:zlib';
import { asBuffer } from '../../model/bytes.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { clashingPaths, isSafePath } from '../format/file-name.ts';
import { localEntries, packZip } from '../format/zip.ts';

/** Version, flags, method, time and date, as every entry of ours has them. */
const OURS = asBuffer(packZip(new Map([['a', new Uint8Array()]]))).subarray(4, 14);

/** Adds to the finding that an archive is not canonical where that shows first: a help in looking for the cause, and no part of the judgement. */
export function withOddity(findings: readonly Diagnostic[], archive: Uint8Array): readonly Diagnostic[] {
  return findings.map((finding) => {
    const hint = finding.code === 'ARCHIVE_NOT_CANONICAL' ? oddityOf(asBuffer(archive)) : undefined;
    return hint === undefined ? finding : { ...finding, hint };
  });
}

function oddityOf(archive: Buffer): string | undefined {
  const files = new Map<string, Uint8Array>();
  let end = 0;
  for (const { at, name, nameEnd, dataEnd } of localEntries(archive)) {
    const which = isSafePath(name) ? name : `The entry at byte ${at}`;
    if (dataEnd > archive.length) return `${which} is cut short: ask for the bundle again.`;
    if (isForeign(archive.subarray(at, nameEnd))) {
      return `${which} was packed by another zip tool: ask for the bundle as Assay wrote it.`;
    }
    const data = archive.subarray(nameEnd, dataEnd);
    if (crc32(data) !== archive.readUInt32LE(at + 14)) return `${which} has other bytes than its checksum says.`;
    if (!isSafePath(name) || files.has(name)) return `${which} is badly named, or the second of its name.`;
    files.set(name, data);
    end = dataEnd;
  }
  return clashingPaths(files.keys()).length > 0 ? undefined : endOddity(archive, asBuffer(packZip(files)), end);
}

const isForeign = (header: Buffer): boolean =>
  !header.subarray(4, 14).equals(OURS) ||
  header.readUInt32LE(18) !== header.readUInt32LE(22) ||
  header.readUInt16LE(28) !== 0;

/** Its entries are as we write them: it is their order, or what stands behind them. */
function endOddity(archive: Buffer, packed: Buffer, entriesEnd: number): string | undefined {
  const shared = Math.min(archive.length, packed.length);
  if (archive.compare(packed, 0, shared, 0, shared) !== 0) {
    return `Its entries are out of order, or what follows them from byte ${entriesEnd} on is not their directory.`;
  }
  if (archive.length === packed.length) return undefined;
  return archive.length > shared
    ? `${archive.length - shared} bytes follow its end.`
    : `It is cut short: the last ${packed.length - shared} bytes are missing.`;
}
