import type { Diagnostic } from '../../model/diagnostic.ts';
import { VERDICTS } from '../../model/verdict.ts';
import { SEAL } from '../format/bundle-layout.ts';
import { rejected, unless } from '../format/finding.ts';
import type { PlanFacts, ResultFacts } from '../format/run-files.ts';
import type { Statement } from '../format/statement.ts';

/**
 * Every planned case stands in exactly one list of the statement, and in the one that results.json puts it in.
 * Codes: PLAN_NOT_PARTITIONED, RESULT_MISMATCH.
 */
export function partitionProblems(
  { predicate }: Statement,
  plan: PlanFacts,
  result: ResultFacts,
): readonly Diagnostic[] {
  const { passedTests, warnedTests, failedTests, 'x-assay': account } = predicate;
  const lists = { pass: passedTests, fail: failedTests, skip: account.notRun, error: account.errored };
  const stated = [...Object.values(lists).flat(), ...warnedTests];
  const planned = plan.cases.map(({ id }) => id);
  const concluded = new Map(result.cases.map(({ id, verdict }) => [id, verdict]));
  const misplaced = VERDICTS.flatMap((verdict) => lists[verdict].filter((id) => concluded.get(id) !== verdict));
  const results = result.cases.map(({ id }) => id);
  return [
    ...differences(planned, stated).map((id) => notPartitioned(`${id} does not stand in exactly one list`)),
    ...differences(planned, results).map((id) => notPartitioned(`${id} does not stand in the results exactly once`)),
    ...unless(account.planned === planned.length, notPartitioned('The number of planned cases is another')),
    ...[...misplaced, ...warnedTests].map((id) =>
      rejected('RESULT_MISMATCH', `The results put ${id} into another list`, { file: SEAL }),
    ),
  ];
}

/** Members that do not stand exactly once in both lists. */
function differences(left: readonly string[], right: readonly string[]): readonly string[] {
  const occurrences = (list: readonly string[]): ReadonlyMap<string, number> => {
    const counted = new Map<string, number>();
    for (const id of list) counted.set(id, (counted.get(id) ?? 0) + 1);
    return counted;
  };
  const [inLeft, inRight] = [occurrences(left), occurrences(right)];
  return [...new Set([...left, ...right])].filter((id) => inLeft.get(id) !== 1 || inRight.get(id) !== 1);
}

const notPartitioned = (message: string) => rejected('PLAN_NOT_PARTITIONED', message, { file: SEAL });
