import { counted } from '../model/counted.ts';
import type { CaseResult, RunResult } from '../model/result.ts';

type EarlierAttempt = NonNullable<CaseResult['earlierAttempts']>[number];

/** `Attempt 1 was cut short after 1 exchange: exchanges/0003-01.req.http. It counts for nothing.` */
export function earlierAttemptWords({ attempt, exchanges }: EarlierAttempt): string {
  const files = exchanges.length === 0 ? '' : `: ${exchanges.map(({ request }) => request.file).join(', ')}`;
  return `Attempt ${attempt} was cut short after ${counted(exchanges.length, 'exchange')}${files}. It counts for nothing.`;
}

/** The cases in the middle of which the run stopped. */
export const casesTakenUpAgain = ({ cases }: Pick<RunResult, 'cases'>): readonly CaseResult[] =>
  cases.filter(({ earlierAttempts = [] }) => earlierAttempts.length > 0);
