import { type Diagnostic, unevaluated } from '../model/diagnostic.ts';
import type { RunResult } from '../model/result.ts';

/** A rule, or a part of one, that applied and could not be evaluated, and why. */
export interface NotChecked extends Pick<Diagnostic, 'code' | 'message' | 'hint' | 'rule'> {
  readonly times: number;
  /** Ids of the cases in which it applied, in plan order. */
  readonly cases: readonly string[];
}

/** All that was not checked in a run, each once, the most frequent first. */
export function notCheckedOf({ cases }: Pick<RunResult, 'cases'>): readonly NotChecked[] {
  const byText = new Map<string, NotChecked>();
  for (const { id, steps } of cases) {
    const found = steps.flatMap(({ assertions }) => assertions).flatMap(({ diagnostics }) => diagnostics);
    for (const { code, severity, message, hint, rule, times = 1 } of found) {
      if (severity !== 'not-checked') continue;
      const text = unevaluated({ code, message });
      const known = byText.get(text) ?? {
        code,
        message,
        ...(hint !== undefined && { hint }),
        ...(rule !== undefined && { rule }),
        times: 0,
        cases: [],
      };
      const counted = known.cases.includes(id) ? known.cases : [...known.cases, id];
      byText.set(text, { ...known, times: known.times + times, cases: counted });
    }
  }
  return [...byText.values()].sort((a, b) => b.times - a.times || (a.message < b.message ? -1 : 1));
}
