import { grouped } from '../model/counted.ts';
import type { Verdict, VerdictCounts } from '../model/verdict.ts';
import { VERDICT_COLUMNS } from './words.ts';

/** The part of a bar that stands for a verdict. */
export interface VerdictShare {
  readonly verdict: Verdict;
  /** `Failed 12` */
  readonly words: string;
  /** Per cent of all. */
  readonly start: number;
  readonly width: number;
}

/** Shares of the verdicts that were given, in the order of the columns. */
export function verdictShares(counts: VerdictCounts): readonly VerdictShare[] {
  const total = VERDICT_COLUMNS.reduce((sum, [verdict]) => sum + counts[verdict], 0);
  let before = 0;
  return VERDICT_COLUMNS.filter(([verdict]) => counts[verdict] > 0).map(([verdict, title]) => {
    const start = (before / total) * 100;
    before += counts[verdict];
    return { verdict, words: `${title} ${grouped(counts[verdict])}`, start, width: (counts[verdict] / total) * 100 };
  });
}

/** The bar in words, for those who do not see it. */
export function shareWords(shares: readonly VerdictShare[]): string {
  return shares.length === 0 ? 'No verdicts' : shares.map(({ words }) => words).join(', ');
}
