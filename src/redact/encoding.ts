/** How bytes become a text and back, none of them lost. */
export interface Encoding {
  readonly decode: (bytes: Buffer) => string;
  readonly encode: (text: string) => Buffer;
}

const named = (name: 'utf8' | 'latin1' | 'utf16le'): Encoding => ({
  decode: (bytes) => bytes.toString(name),
  encode: (text) => Buffer.from(text, name),
});

const UTF_16_BE: Encoding = {
  decode: (bytes) => Buffer.from(bytes).swap16().toString('utf16le'),
  encode: (text) => Buffer.from(text, 'utf16le').swap16(),
};

/**
 * How the bytes of a text are to be read, by its first ones (RFC 4627 section 3, XML 1.0 appendix F). Undefined when zero bytes
 * stand elsewhere, as in UTF-32.
 */
export function encodingOf(bytes: Buffer): Encoding | undefined {
  const [first = 1, second = 1] = bytes;
  const wide = (first === 0xff && second === 0xfe) || second === 0;
  const wideBigEndian = (first === 0xfe && second === 0xff) || first === 0;
  if (wide || wideBigEndian) {
    if (bytes.length % 2 === 1 || (bytes[2] === 0 && bytes[3] === 0) || (first === 0 && second === 0)) return undefined;
    return wide ? named('utf16le') : UTF_16_BE;
  }
  const utf8 = named('utf8');
  return utf8.encode(utf8.decode(bytes)).equals(bytes) ? utf8 : BROKEN_UTF8;
}

/** Well-formed UTF-8 and single bytes that are not, one byte a character (Unicode 15 table 3-7). */
const RUN =
  /(?:[\0-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}){1,4096}|[\x80-\xff]/g;

/** UTF-8 in which each byte that belongs to no character becomes the low surrogate of its number. */
const BROKEN_UTF8: Encoding = {
  decode: (bytes) =>
    bytes
      .toString('latin1')
      .replace(RUN, (run) =>
        run.length === 1 && run >= '\x80'
          ? String.fromCharCode(0xdc00 + run.charCodeAt(0))
          : Buffer.from(run, 'latin1').toString('utf8'),
      ),
  encode: (text) =>
    Buffer.concat(
      text
        .split(/([\u{dc80}-\u{dcff}])/u)
        .map((part, place) => (place % 2 === 0 ? Buffer.from(part) : Buffer.from([part.charCodeAt(0) & 0xff]))),
    ),
};
