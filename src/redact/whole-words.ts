import type { Kind, StandIns } from './stand-ins.ts';

/** Shorter values stand in other words by chance. */
const SHORTEST_WORD = 3;

/** Values that say who somebody is even when they stand alone, unlike a town or a date, which stand elsewhere by chance. */
const TELLING: ReadonlySet<Kind> = new Set<Kind>(['secret', 'nhs-number', 'name', 'phone', 'email', 'unreadable-body']);

export const isTelling = (kind: Kind): boolean => TELLING.has(kind);

/**
 * The text with every original of the run replaced where it stands alone, not as part of a longer word, plain or
 * percent-encoded. Where a text may be a code and not words, only originals that tell by themselves are replaced.
 */
export function replaceOriginals(text: string, standIns: StandIns, mayBeCode = false): string {
  let changed = text;
  for (const [original, { kind, standIn }] of standIns.originals) {
    if (original.length < SHORTEST_WORD || (mayBeCode && !isTelling(kind))) continue;
    changed = replaceWord(changed, original, standIn);
    if (/[%+]/.test(changed)) changed = replaceEncoded(changed, original, standIn);
  }
  return changed;
}

function replaceEncoded(text: string, original: string, standIn: string): string {
  const encoded = new URLSearchParams({ '': original }).toString().slice(1);
  if (encoded === original) return text;
  return [encoded, encoded.replaceAll('+', '%20'), encodeURI(encoded)].reduce(
    (changed, each) => replaceWord(changed, each, encodeURIComponent(standIn)),
    text,
  );
}

function replaceWord(text: string, word: string, standIn: string): string {
  if (!text.includes(word)) return text;
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const alone = new RegExp(`(?:(?<![\\p{L}\\p{N}])|(?<=%[\\da-fA-F]{2}))${escaped}(?![\\p{L}\\p{N}])`, 'gu');
  return text.replace(alone, () => standIn);
}
