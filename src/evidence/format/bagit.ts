import type { FileSet } from '../../model/digest.ts';
import { MANIFEST, PAYLOAD } from './bundle-layout.ts';
import { decodeUtf8 } from './canonical.ts';
import { isSafePath } from './file-name.ts';
import { type Read, rejected, unless } from './finding.ts';
import { MAX_ENTRIES } from './zip.ts';

/** RFC 8493 section 2.1.1. */
export const BAG_DECLARATION = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

export interface BagInfo {
  readonly runId: string;
  /** Date of sealing, YYYY-MM-DD. */
  readonly baggingDate: string;
  /** Name and version of the program that made the bag. */
  readonly agent: string;
}

/** Tags of RFC 8493 section 2.2.2. Payload-Oxum counts bytes and files of the payload. */
export function bagInfoText({ runId, baggingDate, agent }: BagInfo, payload: FileSet): string {
  return `Bag-Software-Agent: ${agent}\nBagging-Date: ${baggingDate}\nExternal-Identifier: ${runId}\nPayload-Oxum: ${oxum(payload)}\n`;
}

/** The values of bag-info.txt; undefined when it is not what `bagInfoText` writes for this payload. */
export function parseBagInfo(text: string, payload: FileSet): BagInfo | undefined {
  const tags = /^Bag-Software-Agent: (.+)\nBagging-Date: (\d{4}-\d{2}-\d{2})\nExternal-Identifier: (.+)\n/.exec(text);
  const [, agent = '', baggingDate = '', runId = ''] = tags ?? [];
  const info = { runId, baggingDate, agent };
  return bagInfoText(info, payload) === text ? info : undefined;
}

function oxum(payload: FileSet): string {
  const sizeBytes = [...payload.values()].reduce((sum, { length }) => sum + length, 0);
  return `${sizeBytes}.${payload.size}`;
}

/** The SHA-256 of each file of the payload, by its path (RFC 8493 section 2.1.3). */
export type Manifest = ReadonlyMap<string, string>;

const LINE = /^([0-9a-f]{64}) {2}(.+)$/;

/** Every path lies in the payload, is safe, and stands once, in order. */
export function parseManifest(bytes: Uint8Array): Read<Manifest> {
  const lines = (decodeUtf8(bytes) ?? '').split('\n');
  if (lines.length > MAX_ENTRIES) return { findings: [invalid('It has more lines than an archive has files', 1)] };
  const cut = unless(lines.pop() === '' && lines.length > 0, invalid('It is empty, cut off or not UTF-8', 1));
  const parsed = lines.map((line) => LINE.exec(line) ?? []);
  const findings = parsed.flatMap(([, , path], place) =>
    unless(isInPlace(path, parsed[place - 1]?.[2]), invalid(MISPLACED, place + 1)),
  );
  if (cut.length > 0 || findings.length > 0) return { findings: [...cut, ...findings] };
  return { value: new Map(parsed.map(([, digest = '', path = '']) => [path, digest])) };
}

const isInPlace = (path: string | undefined, before = ''): boolean =>
  path?.startsWith(PAYLOAD) === true && isSafePath(path) && before < path;

const MISPLACED = 'The line is not a digest and a path of the payload, each once and in order';
const invalid = (message: string, line: number) => rejected('MANIFEST_INVALID', message, { file: MANIFEST, line });
