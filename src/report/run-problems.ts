import { isError } from '../model/diagnostic.ts';
import type { RunResult } from '../model/result.ts';

/** What keeps the run as a whole from counting, in plain words; the cases cannot say it. */
export function runProblems(result: RunResult): readonly string[] {
  return [
    ...result.preflight.problems
      .filter(isError)
      .map(
        ({ code, message }) =>
          `${code === 'INTERRUPTED' ? 'Interrupted during the preflight' : 'Preflight failed'}: ${message} (${code})`,
      ),
    ...(result.complete ? [] : ['The run stopped before its end']),
    ...(result.cases.length === 0 ? ['No case was run'] : []),
  ];
}
