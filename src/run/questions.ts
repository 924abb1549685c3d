import type { JournalEvent } from '../model/event.ts';
import type { PlannedCase } from '../model/plan.ts';
import { isAsked } from '../model/question.ts';
import { type AttestStep, isAttested } from '../model/suite.ts';
import { type Verdict, worst } from '../model/verdict.ts';
import type { CaseEnd } from './case-end.ts';
import type { CaseHistory, LiveBench } from './case-history.ts';
import type { Io } from './io.ts';
import { recorded } from './recorded.ts';

interface Setting extends LiveBench {
  readonly io: Io;
}

type Events<Result> = AsyncGenerator<JournalEvent, Result>;

/**
 * Asks the questions of a case, when everything else in it is over, and judges what was said; gives the end of the case, in which `before`
 * are the verdicts so far. Where something did not pass, no person is troubled any more.
 */
export async function* endWithQuestions(
  planned: PlannedCase,
  setting: Setting,
  history: CaseHistory,
  before: readonly Verdict[],
): Events<CaseEnd> {
  const { io, plan } = setting;
  const verdicts = [...before];
  let isAnybodyThere = true;
  for (const step of planned.steps.filter(isAttested)) {
    if (isAsked(plan, step)) {
      if (verdicts.some((verdict) => verdict !== 'pass')) continue;
      isAnybodyThere = yield* ask(planned, step, setting, history);
      if (io.signal.aborted) return interruptedAfter(verdicts);
    }
    const assertions = history.judge(setting, planned, step, (result) => io.redact(result));
    yield { type: 'step-judged', case: planned.id, step: step.id, assertions };
    verdicts.push(worst(assertions.map(({ verdict }) => verdict)));
  }
  const verdict = worst(verdicts);
  return verdict === 'skip'
    ? { verdict, skipReason: 'unattested', reason: unattestedWords(isAnybodyThere) }
    : { verdict };
}

const unattestedWords = (isAnybodyThere: boolean): string =>
  `It asks a person, ${isAnybodyThere ? 'who could not say' : 'and this run had nobody to answer'}`;

/** Gives whether there is anybody to ask. */
async function* ask(planned: PlannedCase, step: AttestStep, { io }: Setting, history: CaseHistory): Events<boolean> {
  const answer = io.ask === undefined ? 'nobody-there' : await io.ask({ planned, step, signal: io.signal });
  if (answer === 'nobody-there') return false;
  if (answer === undefined) return true;
  const { attachments = [], ...statement } = answer;
  const said = { case: planned.id, step: step.id, ...statement };
  const written = recorded(said, (data) => io.redact(data));
  history.answered(step.id, said, written);
  yield { type: 'attested', ...written };
  for (const attachment of attachments) yield { type: 'attached', case: planned.id, step: step.id, ...attachment };
  return true;
}

/** What had no time to come is not missing. */
export const interruptedAfter = (verdicts: readonly Verdict[]): CaseEnd => ({
  verdict: worst([...verdicts, 'skip']),
  skipReason: 'interrupted',
  reason: 'The run was interrupted during this case',
});
