import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** What is to stand in a file; parts stand there one after the other. */
export type Content = Uint8Array | string | readonly Uint8Array[];

interface WholeOptions {
  /** Where it lies until it is whole. */
  readonly part?: string;
  readonly mode?: number | undefined;
}

/** All of a file, flushed to the disk before it gets its name, or nothing: half a bundle would look like one that was tampered with. */
export function writeWhole(
  path: string,
  content: Content,
  { part = `${path}.part`, mode = 0o666 }: WholeOptions = {},
): void {
  try {
    writeTo(openSync(part, 'w', mode), content);
    renameSync(part, path);
  } catch (cause) {
    rmSync(part, { force: true });
    throw cause;
  }
}

/** The same for a file that must not be there yet. */
export function writeNew(path: string, content: Content): void {
  const file = openSync(path, 'wx');
  try {
    writeTo(file, content);
  } catch (cause) {
    rmSync(path, { force: true });
    throw cause;
  }
}

function writeTo(file: number, content: Content): void {
  try {
    const pieces = typeof content === 'string' || content instanceof Uint8Array ? [content] : joined(content);
    for (const piece of pieces) writeFileSync(file, piece);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Bytes: a bundle has thousands of small parts, and a write of each would take longer than to join them. */
const PIECE = 1 << 20;

/** Parts joined to pieces, each of which is there until the next is asked for. */
function* joined(parts: readonly Uint8Array[]): Generator<Uint8Array> {
  const piece = Buffer.allocUnsafe(PIECE);
  let length = 0;
  for (const part of parts) {
    if (length + part.length > PIECE) {
      yield piece.subarray(0, length);
      length = 0;
    }
    if (part.length > PIECE) yield part;
    else {
      piece.set(part, length);
      length += part.length;
    }
  }
  yield piece.subarray(0, length);
}
