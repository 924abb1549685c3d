import type { Protection } from './protection.ts';
import { isTelling } from './shapes.ts';

/** Shorter values stand in other words by chance. */
const SHORTEST_WORD = 3;

/**
 * The text with every original of the run replaced where it stands alone, not as part of a longer word, plain or
 * percent-encoded. Where a text may be a code and not words, only originals that tell by themselves are replaced.
 */
export function replaceOriginals(text: string, protection: Protection, mayBeCode = false): string {
  const { standIns } = protection;
  let changed = text;
  for (const [original, { kind, standIn }] of standIns.originals) {
    if (original.length < SHORTEST_WORD || (mayBeCode && !isTelling(kind))) continue;
    const before = changed;
    changed = replaceWord(changed, original, standIn);
    if (/[%+]/.test(changed)) changed = replaceEncoded(changed, original, standIn);
    if (changed !== before) standIns.replaced(kind, original, standIn);
  }
  const isCode = mayBeCode && !/\s/.test(changed) && standIns.ofWord(changed) === undefined;
  return isCode || !standIns.hasWords ? changed : replaceNames(changed, protection);
}

const NAME = /\p{L}[\p{L}\p{M}]*(?:['\u2019-]\p{L}[\p{L}\p{M}]*)*/gu;

/** Words of the names that were met: who stands somewhere as `Ferncastle, Oriel (Ms)` is quoted as Oriel Ferncastle elsewhere. */
function replaceNames(text: string, { standIns, isDeclared }: Protection): string {
  const standInFor = (word: string): string | undefined => {
    const standIn = isDeclared(word) ? undefined : standIns.ofWord(word);
    return standIn === undefined ? undefined : standIns.replaced('name', word, standIn);
  };
  return text.replace(
    NAME,
    (name) => standInFor(name) ?? name.replace(/[^'\u2019-]+/g, (part) => standInFor(part) ?? part),
  );
}

/** What no encoding changes. */
const PLAIN = /^[\w.*-]*$/;

function replaceEncoded(text: string, original: string, standIn: string): string {
  if (PLAIN.test(original)) return text;
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
