import { counted } from '../model/counted.ts';
import { CLEAN_UP_STATES, type CleanedUp, type CleanUpState, type RunResult } from '../model/result.ts';

/** What became of what the cases made, in words. */
export const CLEAN_UP_WORDS: Readonly<Record<CleanUpState, string>> = {
  undone: 'undone',
  gone: 'gone already',
  kept: 'kept, as asked for',
  left: 'left behind',
  unknown: 'perhaps left behind',
};

/** `12 undone, 1 left behind`; undefined when the cases made nothing that is to be undone. */
export function cleanUpLine({ cleanedUp }: RunResult): string | undefined {
  if (cleanedUp.length === 0) return undefined;
  const counts = CLEAN_UP_STATES.map(
    (state) => [state, cleanedUp.filter((one) => one.state === state).length] as const,
  );
  const parts = counts.filter(([, count]) => count > 0).map(([state, count]) => `${count} ${CLEAN_UP_WORDS[state]}`);
  return `the cases made ${counted(cleanedUp.length, 'thing')}: ${parts.join(', ')}`;
}

/** What somebody has to see to, by its id. */
export const leftBehind = ({ cleanedUp }: RunResult): readonly CleanedUp[] =>
  cleanedUp.filter(({ state }) => state === 'left' || state === 'unknown');
