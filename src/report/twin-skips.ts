import { counted } from '../model/counted.ts';
import type { CaseResult } from '../model/result.ts';

/** The negatives that were not judged because their twins did not pass: one thing to say, whatever their number. */
export interface TwinSkips {
  readonly cases: readonly CaseResult[];
  /** Ids of the twins, in plan order of the negatives. */
  readonly twins: readonly string[];
}

export function twinSkipsOf(cases: readonly CaseResult[]): TwinSkips {
  const skipped = cases.filter(({ skipReason }) => skipReason === 'twin');
  return { cases: skipped, twins: [...new Set(skipped.flatMap(({ twin }) => twin ?? []))] };
}

/** `37 negatives skipped: their twins BK-01, SS-01 did not pass` */
export function twinSkipWords({ cases, twins }: TwinSkips): string {
  const whose = cases.length === 1 ? 'its' : 'their';
  return `${counted(cases.length, 'negative')} skipped: ${whose} ${twins.length === 1 ? 'twin' : 'twins'} ${twins.join(', ')} did not pass`;
}
