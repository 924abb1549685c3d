import { brotliDecompressSync, gunzipSync, gzipSync, inflateRawSync, inflateSync, type ZlibOptions } from 'node:zlib';
import type { DiagnosticCode } from '../model/diagnostic-code.ts';
import type { HeaderField, HttpRequest } from '../model/exchange.ts';
import { fieldValues, type Parsed } from './wire-head.ts';

/** More codings than this are an attack (CVE-2026-22036), not a service. */
export const MAX_CONTENT_CODINGS = 5;
/** A body may never grow beyond this, whatever its codings. */
const MAX_DECODED_BYTES = 10 * 1024 * 1024;
/** A body that grows more than so many times is refused, unless it stays below the harmless size. */
const MAX_GROWTH = 200;
const HARMLESS_BYTES = 1024 * 1024;

type Decode = (body: Uint8Array, options: ZlibOptions) => Buffer;

/** RFC 9110 section 8.4.1 and its registry; `identity` changes nothing. */
const DECODERS: Readonly<Record<string, Decode>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: (body, options) => (hasZlibHeader(body) ? inflateSync(body, options) : inflateRawSync(body, options)),
  br: (body, { maxOutputLength }) =>
    brotliDecompressSync(body, maxOutputLength === undefined ? {} : { maxOutputLength }),
  identity: (body) => Buffer.from(body),
};

/** The body in a content coding, as its sender writes it. */
export const withContentCoding = (body: Uint8Array, coding: 'gzip'): Uint8Array => CODERS[coding](body);

const CODERS = { gzip: (body: Uint8Array): Buffer => gzipSync(body) };

/** A message as whoever receives it reads it. One that cannot be decoded stays as it is. */
export function asReceived<Message extends Pick<HttpRequest, 'headers' | 'body'>>(message: Message): Message {
  const decoded = removeContentCodings(message.body, message.headers);
  return 'value' in decoded ? { ...message, body: decoded.value } : message;
}

/** The body without the codings that Content-Encoding names, the last one applied being the first removed. */
export function removeContentCodings(body: Uint8Array, headers: readonly HeaderField[]): Parsed<Uint8Array> {
  const codings = fieldValues(headers, 'content-encoding')
    .flatMap((value) => value.split(','))
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '');
  if (codings.length === 0 || body.length === 0) return { value: body };
  if (codings.length > MAX_CONTENT_CODINGS) return refused('TOO_MANY_CONTENT_CODINGS', `${codings.length} codings`);

  const maxOutputLength = Math.min(MAX_DECODED_BYTES, Math.max(HARMLESS_BYTES, body.length * MAX_GROWTH));
  let decoded = body;
  for (const coding of codings.toReversed()) {
    const step = removeCoding(coding, decoded, maxOutputLength);
    if ('problem' in step) return step;
    decoded = step.value;
  }
  return { value: decoded };
}

function removeCoding(coding: string, body: Uint8Array, maxOutputLength: number): Parsed<Uint8Array> {
  const decode = Object.hasOwn(DECODERS, coding) ? DECODERS[coding] : undefined;
  if (decode === undefined) return refused('UNKNOWN_CONTENT_CODING', JSON.stringify(coding));
  try {
    return { value: decode(body, { maxOutputLength }) };
  } catch (cause) {
    return isTooLarge(cause)
      ? refused('DECODED_TOO_LARGE', `more than ${maxOutputLength} bytes out of ${body.length}`)
      : refused('MALFORMED_HTTP', `not ${coding}`);
  }
}

const isTooLarge = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';

/** Some senders of `deflate` leave out the zlib wrapper (RFC 1950 section 2.2) that RFC 9110 section 8.4.1.2 asks for. */
function hasZlibHeader([first = 0, second = 0]: Uint8Array): boolean {
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;
}

const refused = (code: DiagnosticCode, what: string): Parsed<never> => ({
  problem: { code, severity: 'error', message: `The body cannot be decoded: ${what}` },
});
