/** Bytes that are looked for, and what a hit means. */
export interface Needle<Meaning> {
  readonly bytes: Buffer;
  readonly meaning: Meaning;
}

/** Shorter needles cannot be looked for. */
const SHORTEST_NEEDLE = 4;

/** So much of each needle is looked at; no more fits in a byte. */
const WIDEST_WINDOW = 255;

/** Bytes that are told apart at once. */
const BLOCK = 3;
const BLOCKS = 1 << 18;

/**
 * Looks for any number of needles in one pass that leaps over most of the content, after Wu and Manber, "A Fast Algorithm for
 * Multi-Pattern Searching" (1994): a window as wide as the shortest needle is laid on the content; how far its last block stands from
 * the end of that of any needle says how far it may be moved on.
 */
export function searcher<Meaning>(needles: readonly Needle<Meaning>[]): (content: Uint8Array) => ReadonlySet<Meaning> {
  const sought = needles.filter(({ bytes }) => bytes.length >= SHORTEST_NEEDLE);
  const window = Math.min(WIDEST_WINDOW, ...sought.map(({ bytes }) => bytes.length));
  const leaps = new Uint8Array(BLOCKS).fill(window - BLOCK + 1);
  const byBlock = new Map<number, Needle<Meaning>[]>();
  for (const needle of sought) {
    for (let end = BLOCK; end <= window; end += 1) {
      const block = blockBefore(needle.bytes, end);
      leaps[block] = Math.min(leaps[block] ?? 0, window - end);
      if (end === window) byBlock.set(block, [...(byBlock.get(block) ?? []), needle]);
    }
  }
  return (content) => {
    const found = new Set<Meaning>();
    for (let end = window; end <= content.length; ) {
      const block = blockBefore(content, end);
      const leap = leaps[block] ?? 0;
      if (leap === 0) {
        for (const { bytes, meaning } of byBlock.get(block) ?? []) {
          if (bytes.equals(content.subarray(end - window, end - window + bytes.length))) found.add(meaning);
        }
      }
      end += Math.max(leap, 1);
    }
    return found;
  };
}

/** The last bytes before a place, as a number; now and then two blocks have the same one. */
const blockBefore = (bytes: Uint8Array, end: number): number =>
  (((bytes[end - 3] ?? 0) << 10) ^ ((bytes[end - 2] ?? 0) << 5) ^ (bytes[end - 1] ?? 0)) & (BLOCKS - 1);
