import { counted } from '../model/counted.ts';
import type { RunPlan } from '../model/plan.ts';
import type { CaseResult, RunResult } from '../model/result.ts';
import { type Cause, causesOf } from '../report/missed.ts';
import { madeOtherwise, missedAssertions, namedOf } from '../report/missed-assertion.ts';
import { requiredBy, requiredWords } from '../report/required.ts';
import { twinSkipsOf, twinSkipWords } from '../report/twin-skips.ts';
import { reasonOf } from '../report/words.ts';
import { colour } from './colour.ts';
import { drivenLines, missLines, told } from './miss-lines.ts';
import { mark, printable } from './terminal.ts';
import { hanging } from './wrap.ts';

/**
 * What a developer looks for: the causes of the failures of the system under test, then those of the errors of the harness or its
 * environment. Of each one case in full, with what was missed and where it is written, a failure with the requirement that it is about, and the
 * ids of the others; then the skips that follow from them in one line.
 */
export function failureList(result: RunResult, plan: RunPlan, columns: number): readonly string[] {
  const skips = twinSkipsOf(result.cases);
  return [
    ...(['fail', 'error'] as const).flatMap((verdict) =>
      causesOf(result.cases.filter((one) => one.verdict === verdict)).flatMap((cause) =>
        causeLines(cause, plan, columns),
      ),
    ),
    ...(skips.cases.length === 0 ? [] : hanging(`${mark('skip')} `, printable(twinSkipWords(skips)), columns)),
  ];
}

function causeLines({ cases: [example, ...others] }: Cause, plan: RunPlan, columns: number): readonly string[] {
  const ids = others.map(({ id }) => id).join(', ');
  return [
    ...failureLines(example, plan, columns),
    ...(others.length === 0 ? [] : told(`the same in ${counted(others.length, 'more case')}: ${ids}`, columns)),
  ];
}

/** Requirements that are named one by one. */
const SHOWN_REQUIREMENTS = 2;

function failureLines(one: CaseResult, plan: RunPlan, columns: number): readonly string[] {
  const named = namedOf(missedAssertions(one));
  const requirements = named?.verdict === 'fail' ? requiredBy(named, one, plan.api.requirements) : [];
  const more = requirements.length - SHOWN_REQUIREMENTS;
  const source = plan.cases.find(({ id }) => id === one.id)?.source;
  const otherwise = madeOtherwise(one);
  return [
    ...hanging(`${mark(one.verdict)} ${colour.bold(one.id)} `, printable(one.title), columns),
    ...requirements.slice(0, SHOWN_REQUIREMENTS).flatMap((asked) => told(requiredWords(asked), columns)),
    ...(more > 0 ? told(`and ${more} more, in the report`, columns) : []),
    ...(otherwise === undefined ? [] : told(otherwise, columns)),
    ...(named === undefined ? told(reasonOf(one) ?? 'nothing was judged', columns) : missLines(named, columns)),
    ...drivenLines(one.driven, named, columns),
    ...(source === undefined ? [] : told(`${source.file}:${source.line}`, columns).map(colour.dim)),
  ];
}
