import { counted } from '../../model/counted.ts';
import { VERDICTS, type Verdict } from '../../model/verdict.ts';
import { VERDICT_WORDS } from '../words.ts';
import type { CaseChange, Comparison, Direction } from './comparison.ts';

export const DIRECTION_WORDS: Readonly<Record<Direction, string>> = { better: 'Better', worse: 'Worse', other: '' };

/** `Passed, now failed`; `new: passed`; `gone: passed before`. */
export function verdictChange({ before, after }: { readonly before?: Verdict; readonly after?: Verdict }): string {
  if (before === after) return before === undefined ? 'not judged' : VERDICT_WORDS[before];
  if (before === undefined) return `new: ${lower(after)}`;
  return after === undefined ? `gone: ${lower(before)} before` : `${VERDICT_WORDS[before]}, now ${lower(after)}`;
}

const lower = (verdict: Verdict | undefined): string =>
  verdict === undefined ? 'not judged' : VERDICT_WORDS[verdict].toLowerCase();

/** The whole in a sentence. */
export function comparisonSentence({ cases, worse }: Comparison): string {
  const count = (wanted: Direction): number => cases.filter(({ direction }) => direction === wanted).length;
  if (cases.length === 0)
    return worse ? 'No case came out otherwise, but something is worse.' : 'No case came out otherwise.';
  return `${counted(cases.length, 'case')} came out otherwise: ${count('worse')} worse, ${count('better')} better.`;
}

/** The worst first, then the rest; within them as they come. */
export const worstFirst = (changes: readonly CaseChange[]): readonly CaseChange[] =>
  (['worse', 'other', 'better'] as const).flatMap((wanted) =>
    VERDICTS.flatMap((verdict) =>
      changes.filter((one) => one.direction === wanted && (one.after ?? 'error') === verdict),
    ),
  );
