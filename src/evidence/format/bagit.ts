import { type Digest, type FileSet, sha256 } from '../../model/digest.ts';
import { MANIFEST, PAYLOAD } from './bundle-layout.ts';
import { isSafePath } from './file-name.ts';
import { type Read, rejected } from './finding.ts';

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

/** RFC 8493 section 2.1.3, sorted by path; the form that `sha256sum -c` reads. */
export function manifestText(payload: FileSet): string {
  return [...payload]
    .map(([path, bytes]) => `${sha256(bytes)}  ${path}\n`)
    .sort((left, right) => (left.slice(66) < right.slice(66) ? -1 : 1))
    .join('');
}

/** The lines of a manifest. Every path lies in the payload, is safe, and stands once, in order. */
export function parseManifest(text: string): Read<readonly Digest[]> {
  const digests: Digest[] = [];
  const lines = text.split('\n');
  const findings = lines.pop() === '' && lines.length > 0 ? [] : [invalid('It is empty or its last line is cut', 1)];
  for (const [index, line] of lines.entries()) {
    const [, digest = '', path = ''] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    const problem = lineProblem(path, digests.at(-1)?.path);
    if (problem === undefined) digests.push({ path, sha256: digest });
    else findings.push(invalid(problem, index + 1));
  }
  return findings.length > 0 ? { findings } : { value: digests };
}

function lineProblem(path: string, before: string | undefined): string | undefined {
  if (path === '') return 'The line is not a digest, two spaces and a path';
  if (!path.startsWith(PAYLOAD) || !isSafePath(path))
    return `The path ${JSON.stringify(path)} does not lie in the payload`;
  if (path === before) return `${path} is listed twice`;
  return before !== undefined && path < before ? `${path} is out of order` : undefined;
}

const invalid = (message: string, line: number) => rejected('MANIFEST_INVALID', message, { file: MANIFEST, line });
