/** Shorter values are found everywhere by chance. */
const SHORTEST_LEAK = 6;

export const isLongEnough = (original: string): boolean => original.length >= SHORTEST_LEAK;

/** What stands for an original in bytes, whichever way they hold it. */
export function encodingsOf(original: string): readonly Buffer[] {
  const utf8 = Buffer.from(original, 'utf8');
  const inJson = inString(original);
  return [
    ...[...new Set([original, inJson, inString(inJson)])].map((text) => Buffer.from(text, 'utf8')),
    // As in a form (https://url.spec.whatwg.org/#urlencoded-serializing).
    ...(original.includes(' ') ? [Buffer.from(original.replaceAll(' ', '+'), 'utf8')] : []),
    Buffer.from(original, 'utf16le'),
    Buffer.from(original, 'utf16le').swap16(),
    Buffer.from(utf8.toString('hex')),
    Buffer.from(utf8.toString('hex').toUpperCase()),
    ...base64Cores(utf8, 'base64'),
    ...base64Cores(utf8, 'base64url'),
  ];
}

/** In a JSON string that has no more escapes than it must (RFC 8259 section 7). */
const inString = (text: string): string => JSON.stringify(text).slice(1, -1);

/** What every base64 text that holds the bytes contains, whichever of the three alignments they have in it. */
function base64Cores(bytes: Buffer, encoding: 'base64' | 'base64url'): readonly Buffer[] {
  return [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString(encoding)
      .replace(/=+$/, '');
    const settled = Math.floor(((shift + bytes.length) * 8) / 6);
    return Buffer.from(text.slice(Math.ceil((shift * 8) / 6), settled));
  });
}
