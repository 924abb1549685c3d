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

/** Needles shorter than this are looked for by themselves: the shortest of all decides how far one may leap. */
const SHORT = 16;

/** Looks for any number of needles at once. */
export function searcher<Meaning>(needles: readonly Needle<Meaning>[]): (content: Uint8Array) => ReadonlySet<Meaning> {
  const sought = needles.filter(({ bytes }) => bytes.length >= SHORTEST_NEEDLE);
  const classes = [
    sought.filter(({ bytes }) => bytes.length < SHORT),
    sought.filter(({ bytes }) => bytes.length >= SHORT),
  ];
  const searches = classes.filter(({ length }) => length > 0).map(leaping);
  return (content) => new Set(searches.flatMap((search) => [...search(content)]));
}

/**
 * Looks for needles in one pass that leaps over most of the content, after Wu and Manber, "A Fast Algorithm for Multi-Pattern
 * Searching" (1994): a window as wide as the shortest needle is laid on the content; how far its last block stands from the end of
 * that of any needle says how far it may be moved on.
 */
function leaping<Meaning>(sought: readonly Needle<Meaning>[]): (content: Uint8Array) => ReadonlySet<Meaning> {
  const window = sought.reduce((least, { bytes }) => Math.min(least, bytes.length), WIDEST_WINDOW);
  const leaps = new Uint8Array(BLOCKS).fill(window - BLOCK + 1);
  const byBlock = new Map<number, Needle<Meaning>[]>();
  for (const needle of sought) {
    for (let end = BLOCK; end <= window; end += 1) {
      const block = blockBefore(needle.bytes, end);
      leaps[block] = Math.min(leaps[block] ?? 0, window - end);
    }
    const last = blockBefore(needle.bytes, window);
    const alike = byBlock.get(last);
    if (alike === undefined) byBlock.set(last, [needle]);
    else alike.push(needle);
  }
  return (content) => {
    const found = new Set<Meaning>();
    for (let end = window; end <= content.length; ) {
      const block = blockBefore(content, end);
      const leap = leaps[block] ?? 0;
      if (leap === 0) {
        for (const { bytes, meaning } of byBlock.get(block) ?? []) {
          if (standsAt(end - window, bytes, content)) found.add(meaning);
        }
      }
      end += Math.max(leap, 1);
    }
    return found;
  };
}

/** Most places differ in the first bytes: a view of the content for each would take longer than to look. */
function standsAt(place: number, needle: Uint8Array, content: Uint8Array): boolean {
  for (let at = 0; at < needle.length; at += 1) {
    if (needle[at] !== content[place + at]) return false;
  }
  return true;
}

/** The last bytes before a place, as a number; now and then two blocks have the same one. */
const blockBefore = (bytes: Uint8Array, end: number): number =>
  (((bytes[end - 3] ?? 0) << 10) ^ ((bytes[end - 2] ?? 0) << 5) ^ (bytes[end - 1] ?? 0)) & (BLOCKS - 1);
