import type { FileSet } from '../../model/digest.ts';
import { isSafeSegment } from './file-name.ts';
import { type Read, refuse } from './finding.ts';
import { packZip, unpackZip, zipParts } from './zip.ts';

/** A bag as it travels: its files below one folder (RFC 8493 section 4.1), named by the id of the run. */
export interface Bag {
  readonly folder: string;
  /** By path within the folder. */
  readonly files: FileSet;
}

/** @throws RangeError see packZip. */
export const packBag = (bag: Bag): Uint8Array => packZip(inFolder(bag));

/** The same in parts, one after the other. @throws RangeError as that. */
export const bagParts = (bag: Bag): readonly Uint8Array[] => zipParts(inFolder(bag));

const inFolder = ({ folder, files }: Bag): FileSet =>
  new Map([...files].map(([path, bytes]) => [`${folder}/${path}`, bytes]));

/** ARCHIVE_LIMIT or ARCHIVE_NOT_CANONICAL when it is not what `packBag` writes. */
export function unpackBag(archive: Uint8Array): Read<Bag> {
  const unpacked = unpackZip(archive);
  if ('findings' in unpacked) return unpacked;

  const [first = ''] = unpacked.value.keys();
  const folder = first.slice(0, Math.max(first.indexOf('/'), 0));
  const strays = [...unpacked.value.keys()].filter((path) => !path.startsWith(`${folder}/`));
  if (!isSafeSegment(folder) || strays.length > 0) {
    return refuse('ARCHIVE_NOT_CANONICAL', 'The archive does not hold exactly one folder');
  }
  const files = [...unpacked.value].map(([path, bytes]) => [path.slice(folder.length + 1), bytes] as const);
  return { value: { folder, files: new Map(files) } };
}
