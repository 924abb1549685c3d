import { counted } from '../model/counted.ts';
import type { HeaderField } from '../model/exchange.ts';
import { fieldValues, malformed, type Parsed, parseFields } from './wire-head.ts';

/** How far the body reaches: not at all, to the end of the connection, by its chunks, or a number of bytes. */
type Framing = 'none' | 'to-end' | 'chunked' | number;

/**
 * The body in `bytes`, which hold everything after the head, with the transfer coding removed (RFC 9112 section 6.3).
 * Bytes that are left over belong to no message, so they are refused, as are two ways of framing at once.
 */
export function parseBody(bytes: Buffer, headers: readonly HeaderField[], unstated: 'none' | 'to-end'): Parsed<Buffer> {
  const framing = framingOf(headers, unstated);
  return 'problem' in framing ? framing : cut(bytes, framing.value);
}

/** The body of a response that has none by its status or because the request was a HEAD. */
export function parseNoBody(bytes: Buffer): Parsed<Buffer> {
  return cut(bytes, 'none');
}

function framingOf(headers: readonly HeaderField[], unstated: 'none' | 'to-end'): Parsed<Framing> {
  const codings = fieldValues(headers, 'transfer-encoding');
  const lengths = fieldValues(headers, 'content-length');
  const [length] = lengths;

  if (codings.length + lengths.length > 1) return malformed('The body is framed by more than one header field');
  if (codings.length === 1) {
    return codings[0]?.toLowerCase() === 'chunked'
      ? { value: 'chunked' }
      : malformed(`The transfer coding ${JSON.stringify(codings[0])} is not supported`);
  }
  if (length === undefined) return { value: unstated };
  return /^\d{1,15}$/.test(length)
    ? { value: Number(length) }
    : malformed(`Content-Length is no number: ${JSON.stringify(length)}`);
}

function cut(bytes: Buffer, framing: Framing): Parsed<Buffer> {
  switch (framing) {
    case 'to-end':
      return { value: bytes };
    case 'chunked':
      return joinChunks(bytes);
    case 'none':
      return cut(bytes, 0);
    default:
      if (bytes.length < framing)
        return malformed(`The body has ${bytes.length} of ${counted(framing, 'byte')} announced`);
      return bytes.length > framing
        ? malformed(`${counted(bytes.length - framing, 'byte')} beyond the end of the message`)
        : { value: bytes };
  }
}

/** RFC 9112 section 7.1. Chunk extensions and trailer fields are read and dropped; they remain in the wire bytes. */
function joinChunks(bytes: Buffer): Parsed<Buffer> {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at, 'latin1');
    const size = lineEnd === -1 ? undefined : chunkSize(bytes.toString('latin1', at, lineEnd));
    if (size === undefined) return malformed(`No chunk size at byte ${at} of the body`);
    if (size === 0) return endOfChunks(bytes, lineEnd, chunks);

    const start = lineEnd + 2;
    at = start + size + 2;
    if (bytes.toString('latin1', at - 2, at) !== '\r\n') return malformed('A chunk does not end where its size says');
    chunks.push(bytes.subarray(start, at - 2));
  }
}

function chunkSize(line: string): number | undefined {
  const [, digits] = /^([0-9a-f]{1,8})[ \t]*(?:;.*)?$/i.exec(line) ?? [];
  return digits === undefined ? undefined : Number.parseInt(digits, 16);
}

/** `lineEnd` is the line end of the last chunk's size; the trailer section begins after it and ends in an empty line. */
function endOfChunks(bytes: Buffer, lineEnd: number, chunks: readonly Buffer[]): Parsed<Buffer> {
  const last = bytes.indexOf('\r\n\r\n', lineEnd, 'latin1');
  if (last === -1) return malformed('The body ends before its last chunk does');
  if (last + 4 < bytes.length)
    return malformed(`${counted(bytes.length - last - 4, 'byte')} beyond the end of the message`);

  const trailers = last === lineEnd ? [] : bytes.toString('latin1', lineEnd + 2, last).split('\r\n');
  const parsed = parseFields(trailers);
  return 'problem' in parsed ? parsed : { value: Buffer.concat(chunks) };
}
