import type { StandIns } from './stand-ins.ts';

/** Shorter values stand in other words by chance. */
const SHORTEST_WORD = 3;

/** The text with every original of the run replaced where it stands alone, not as part of a longer word. */
export function replaceOriginals(text: string, standIns: StandIns): string {
  let changed = text;
  for (const [original, { standIn }] of standIns.originals) {
    if (original.length < SHORTEST_WORD || !changed.includes(original)) continue;
    const escaped = original.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const alone = new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'gu');
    changed = changed.replace(alone, () => standIn);
  }
  return changed;
}
