import type { Diagnostic } from '../../model/diagnostic.ts';
import { type FileSet, sha256 } from '../../model/digest.ts';
import { BAG_DECLARATION, type Manifest, parseBagInfo, parseManifest } from '../format/bagit.ts';
import { ALWAYS, BAG_INFO, BAGIT, MANIFEST, PAYLOAD, TAG_FILES } from '../format/bundle-layout.ts';
import { decodeUtf8 } from '../format/canonical.ts';
import { type Read, rejected, unless } from '../format/finding.ts';

const REQUIRED = [...TAG_FILES, ...ALWAYS.map((path) => `${PAYLOAD}${path}`)];

/**
 * The manifest of a bag that is whole and holds nothing else: its tag files are there, every file of the payload stands in
 * the manifest with its digest, and every line of the manifest has its file.
 * Codes: MANIFEST_INVALID, FILE_CHANGED, FILE_MISSING, FILE_UNLISTED.
 */
export function readManifest(folder: string, files: FileSet): Read<Manifest> {
  const listed = parseManifest(files.get(MANIFEST) ?? new Uint8Array());
  const findings = [
    ...REQUIRED.filter((path) => !files.has(path)).map(missing),
    ...[...files.keys()].filter((path) => !path.startsWith(PAYLOAD) && !isTagFile(path)).map(unlisted),
    ...checkTags(folder, files),
    ...('findings' in listed ? listed.findings : checkPayload(files, listed.value)),
  ];
  return findings.length > 0 ? { findings } : listed;
}

function checkTags(folder: string, files: FileSet): readonly Diagnostic[] {
  const declaration = textOf(files, BAGIT);
  const info = textOf(files, BAG_INFO);
  const parsed = info === undefined ? undefined : parseBagInfo(info, payloadOf(files));
  return [
    ...unless((declaration ?? BAG_DECLARATION) === BAG_DECLARATION, invalid(BAGIT, 'It does not declare BagIt 1.0')),
    ...unless(info === undefined || parsed !== undefined, invalid(BAG_INFO, 'Its tags are not those of this payload')),
    ...unless((parsed?.runId ?? folder) === folder, invalid(BAG_INFO, 'The folder does not bear the id of the run')),
  ];
}

function checkPayload(files: FileSet, listed: Manifest): readonly Diagnostic[] {
  return [
    ...[...listed.keys()].filter((path) => !files.has(path) && !REQUIRED.includes(path)).map(missing),
    ...[...payloadOf(files).keys()].filter((path) => !listed.has(path)).map(unlisted),
    ...[...listed]
      .filter(([path, digest]) => sha256(files.get(path) ?? '') !== digest && files.has(path))
      .map(([path]) => changed(path)),
  ];
}

const payloadOf = (files: FileSet): FileSet => new Map([...files].filter(([path]) => path.startsWith(PAYLOAD)));

const isTagFile = (path: string): boolean => TAG_FILES.some((file) => file === path);

function textOf(files: FileSet, path: string): string | undefined {
  const bytes = files.get(path);
  return bytes === undefined ? undefined : decodeUtf8(bytes);
}

const invalid = (file: string, message: string) => rejected('MANIFEST_INVALID', message, { file });
const missing = (file: string) => rejected('FILE_MISSING', `${file} is missing`, { file });
const unlisted = (file: string) => rejected('FILE_UNLISTED', `${file} is not part of what was sealed`, { file });
const changed = (file: string) => rejected('FILE_CHANGED', `${file} is not what was sealed`, { file });
