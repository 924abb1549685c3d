import { createHmac } from 'node:crypto';

/** Bytes that are looked for by whoever does not know them. */
export interface KeyedNeedle {
  /** 24 bits of a keyed mixture of the first four bytes: tells nearly every place where the bytes do not stand. */
  readonly start: number;
  readonly length: number;
  /** The first half of their HMAC-SHA-256, base64url. */
  readonly digest: string;
}

/** Shorter needles cannot be looked for. */
const SHORTEST_NEEDLE = 4;

/** What makes needles of bytes, and finds them again, under one secret. */
export interface KeyedSearch {
  /** Undefined for what is too short. */
  readonly needleOf: (bytes: Buffer) => KeyedNeedle | undefined;
  readonly searcher: <Meaning>(
    needles: readonly (readonly [KeyedNeedle, Meaning])[],
  ) => (content: Uint8Array) => ReadonlySet<Meaning>;
}

/**
 * A search for bytes of which only HMACs are known. One pass: where the four bytes at a place mix to what a needle begins with, and there
 * alone, the HMAC of as many bytes as the needle has is compared. The time grows with the size of the content.
 */
export function keyedSearch(secret: Uint8Array): KeyedSearch {
  const mixed = mixture(secret);
  const digestOf = (bytes: Uint8Array): string =>
    createHmac('sha256', secret).update(bytes).digest().subarray(0, 16).toString('base64url');
  return {
    needleOf: (bytes) =>
      bytes.length < SHORTEST_NEEDLE
        ? undefined
        : { start: mixed(bytes.readUInt32BE(0)), length: bytes.length, digest: digestOf(bytes) },
    searcher: (needles) => {
      const byStart = grouped(needles);
      const mayStart = new Uint8Array(1 << (STARTS - 3));
      for (const start of byStart.keys()) mayStart[start >> 3] = (mayStart[start >> 3] ?? 0) | (1 << (start & 7));
      return (content) => {
        const found = new Set<(typeof needles)[number][1]>();
        let word = 0;
        for (let end = 0; end < content.length; end += 1) {
          word = (word << 8) | (content[end] ?? 0);
          if (end < SHORTEST_NEEDLE - 1) continue;
          const start = mixed(word);
          if (((mayStart[start >> 3] ?? 0) & (1 << (start & 7))) === 0) continue;
          const at = end - SHORTEST_NEEDLE + 1;
          for (const [length, meanings] of byStart.get(start) ?? []) {
            if (at + length > content.length) continue;
            const meaning = meanings.get(digestOf(content.subarray(at, at + length)));
            if (meaning !== undefined) found.add(meaning);
          }
        }
        return found;
      };
    },
  };
}

const STARTS = 24;

/** Four bytes to 24 bits, by two numbers of the secret. */
function mixture(secret: Uint8Array): (word: number) => number {
  const keys = createHmac('sha256', secret).update('starts of originals').digest();
  const [added, first, second] = [keys.readInt32BE(0), keys.readInt32BE(4) | 1, keys.readInt32BE(8) | 1];
  return (word) => {
    const once = Math.imul(word ^ added, first);
    const twice = Math.imul(once ^ (once >>> 15), second);
    return (twice ^ (twice >>> 13)) >>> (32 - STARTS);
  };
}

/** Start -> length -> digest -> what it means. */
function grouped<Meaning>(
  needles: readonly (readonly [KeyedNeedle, Meaning])[],
): ReadonlyMap<number, ReadonlyMap<number, ReadonlyMap<string, Meaning>>> {
  const byStart = new Map<number, Map<number, Map<string, Meaning>>>();
  for (const [{ start, length, digest }, meaning] of needles) {
    const byLength = byStart.get(start) ?? new Map<number, Map<string, Meaning>>();
    byStart.set(start, byLength.set(length, (byLength.get(length) ?? new Map<string, Meaning>()).set(digest, meaning)));
  }
  return byStart;
}
