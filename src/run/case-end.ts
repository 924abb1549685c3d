import type { SkipReason } from '../model/result.ts';
import type { Verdict } from '../model/verdict.ts';

/** How a case ended, and why where that is not by its verdict alone. */
export interface CaseEnd {
  readonly verdict: Verdict;
  readonly skipReason?: SkipReason;
  readonly reason?: string;
}
