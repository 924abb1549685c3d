import type { RunResult } from '../model/result.ts';
import type { Role } from '../model/system-under-test.ts';
import { VERDICTS, type VerdictCounts } from '../model/verdict.ts';

export interface CaseCounts {
  readonly name: string;
  /** Passed plus failed plus errors plus skipped: nothing falls between. */
  readonly planned: number;
  readonly counts: VerdictCounts;
}

const NEGATIVE: Readonly<Record<Role, string>> = {
  provider: 'Negative: must be refused',
  client: 'Negative: must be dealt with',
};

/** The planned cases of each polarity, and of both. */
export function caseCounts({ counts: { all, positive, negative }, sut }: RunResult): readonly CaseCounts[] {
  return [row('Positive: must work', positive), row(NEGATIVE[sut.role], negative), row('All', all)];
}

const row = (name: string, counts: VerdictCounts): CaseCounts => ({ name, planned: planned(counts), counts });

const planned = (counts: VerdictCounts): number => VERDICTS.reduce((sum, verdict) => sum + counts[verdict], 0);
