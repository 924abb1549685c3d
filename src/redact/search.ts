/** Bytes that are looked for, and what a hit means. */
export interface Needle<Meaning> {
  readonly bytes: Buffer;
  readonly meaning: Meaning;
}

/** Shorter needles cannot be looked for. */
const SHORTEST_NEEDLE = 4;

/**
 * Looks for any number of needles in one pass: positions are told apart by their first four bytes, so that the time
 * grows with the size of the content and hardly with the number of needles.
 */
export function searcher<Meaning>(needles: readonly Needle<Meaning>[]): (content: Uint8Array) => ReadonlySet<Meaning> {
  const byStart = new Map<number, Needle<Meaning>[]>();
  // The last two of the four bytes: says at once that nothing starts here, at nearly every place.
  const mayStart = new Uint8Array(0x10000);
  for (const needle of needles.filter(({ bytes }) => bytes.length >= SHORTEST_NEEDLE)) {
    const start = needle.bytes.readUInt32BE(0);
    byStart.set(start, [...(byStart.get(start) ?? []), needle]);
    mayStart[start & 0xffff] = 1;
  }
  return (content) => {
    const found = new Set<Meaning>();
    let start = 0;
    for (let end = 0; end < content.length; end += 1) {
      start = ((start << 8) | (content[end] ?? 0)) >>> 0;
      if (mayStart[start & 0xffff] === 0) continue;
      for (const needle of byStart.get(start) ?? []) {
        if (standsAt(content, end - SHORTEST_NEEDLE + 1, needle.bytes)) found.add(needle.meaning);
      }
    }
    return found;
  };
}

function standsAt(content: Uint8Array, at: number, bytes: Buffer): boolean {
  return at >= 0 && bytes.equals(content.subarray(at, at + bytes.length));
}
