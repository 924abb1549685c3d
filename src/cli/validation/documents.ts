import type { Format } from '../../fhir/bytes/media-type.ts';
import { MAX_PAYLOAD_BYTES } from '../../fhir/bytes/text.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { HarnessError } from '../../model/harness-error.ts';
import { type CodeFrames, codeFrames } from '../code-frame.ts';
import { notReadable } from '../named-file.ts';
import type { Input } from './inputs.ts';

/** Bytes that are to be one resource. */
export interface Document {
  /** As shown to the user. */
  readonly file: string;
  /** Where in the file it begins, when the file holds one resource a line (https://github.com/ndjson/ndjson-spec). */
  readonly line?: number;
  readonly format: Format;
  readonly content: { readonly bytes: Uint8Array } | { readonly problem: Diagnostic };
  /** Of the file. */
  readonly frames: CodeFrames;
}

const MAX_LINES_BYTES = 512 * 1024 * 1024;
const LINE_FEED = 0x0a;

/**
 * The resources that a file is to hold: one a line in `.ndjson`, otherwise one.
 *
 * @throws HarnessError when reading breaks off
 */
export async function documentsOf({ name: file, open }: Input): Promise<readonly Document[]> {
  const hasLines = /\.ndjson$/i.test(file);
  const limit = hasLines ? MAX_LINES_BYTES : MAX_PAYLOAD_BYTES;
  const bytes = await bytesUpTo(limit, open()).catch((cause: unknown) => {
    throw new HarnessError(notReadable(file, cause), cause);
  });
  if (bytes === undefined) return [{ file, format: 'json', content: { problem: tooLarge(limit) }, frames: () => [] }];
  const frames = codeFrames(bytes);
  const lines = hasLines ? linesOf(bytes) : [];
  if (lines.length === 0) return [{ file, format: formatOf(file, bytes), content: { bytes }, frames }];
  return lines.map(([line, part]) => ({ file, line, format: 'json', content: { bytes: part }, frames }));
}

/** The bytes of a stream; undefined when there are more than the limit, and then the rest is not read. */
async function bytesUpTo(limit: number, stream: AsyncIterable<Uint8Array>): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The lines with more than white space in them, and their numbers. */
function linesOf(bytes: Uint8Array): readonly (readonly [line: number, bytes: Uint8Array])[] {
  const lines: (readonly [number, Uint8Array])[] = [];
  let number = 1;
  for (let start = 0; start < bytes.length; number += 1) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed < 0 ? bytes.length : feed;
    const line = bytes.subarray(start, end);
    if (line.some((byte) => byte > 0x20)) lines.push([number, line]);
    start = end + 1;
  }
  return lines;
}

/** By its name, or else by its first character. */
function formatOf(file: string, bytes: Uint8Array): Format {
  const named = /\.(json|xml)$/i.exec(file)?.[1]?.toLowerCase();
  if (named !== undefined) return named === 'xml' ? 'xml' : 'json';
  return /^\s*</.test(new TextDecoder().decode(bytes.subarray(0, 1024))) ? 'xml' : 'json';
}

const tooLarge = (limit: number): Diagnostic => ({
  code: 'BODY_TOO_LARGE',
  severity: 'error',
  message: `More than ${limit} bytes are not read`,
});
