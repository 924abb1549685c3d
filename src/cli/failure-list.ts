import type { RunPlan } from '../model/plan.ts';
import type { CaseResult, RunResult } from '../model/result.ts';
import { twinSkipsOf, twinSkipWords } from '../report/twin-skips.ts';
import { reasonOf } from '../report/words.ts';
import { colour } from './colour.ts';
import { mark, printable } from './terminal.ts';

/**
 * What a developer looks at first, so it stands last: every failure of the system under test, then every error of the harness or its
 * environment, each with its first missed expectation and where the case is written; the skips that follow from them in one line.
 */
export function failureList(result: RunResult, plan: RunPlan): readonly string[] {
  const skips = twinSkipsOf(result.cases);
  return [
    ...(['fail', 'error'] as const).flatMap((verdict) =>
      result.cases.filter((one) => one.verdict === verdict).flatMap((one) => failureLines(one, plan)),
    ),
    ...(skips.cases.length === 0 ? [] : [`${mark('skip')} ${printable(twinSkipWords(skips))}`]),
  ];
}

function failureLines(one: CaseResult, plan: RunPlan): readonly string[] {
  const [missed] = one.steps.flatMap(({ id, assertions }) =>
    assertions.filter(({ verdict }) => verdict !== 'pass').map(({ message }) => `${id}: ${message}`),
  );
  const source = plan.cases.find(({ id }) => id === one.id)?.source;
  return [
    `${mark(one.verdict)} ${colour.bold(one.id)} ${printable(one.title)}`,
    `    ${printable(missed ?? reasonOf(one) ?? 'nothing was judged')}`,
    ...(source === undefined ? [] : [`    ${colour.dim(printable(`${source.file}:${source.line}`))}`]),
  ];
}
