import { type ExchangeRecord, isOfStep, type StoredMessage } from '../../model/exchange.ts';
import type { CaseResult, StepResult } from '../../model/result.ts';

/** The exchanges that a case is about: those of its act, without the readings of state around it. */
export function exchangesOfAct({ steps, act }: CaseResult): readonly ExchangeRecord[] {
  return steps.filter(({ id }) => id === act).flatMap(({ exchanges }) => exchanges.filter(isOfStep));
}

/** The message files of exchanges, as they lie in the evidence. */
export const messagesOf = (exchanges: readonly ExchangeRecord[]): readonly StoredMessage[] =>
  exchanges.flatMap(({ request, response }) => [request, ...(response === undefined ? [] : [response])]);

/** What people answered in a case: `Answered "yes" by Jo Example at 2026-03-03T10:15:00.000Z, before the run`. */
export const answersIn = ({ steps }: CaseResult): readonly string[] =>
  steps.flatMap(({ attested }) => (attested === undefined ? [] : [answerWords(attested)]));

function answerWords({ answer, note, by, at, way }: NonNullable<StepResult['attested']>): string {
  const said = `Answered "${answer}" by ${by} at ${at}${way === 'beforehand' ? ', before the run' : ''}`;
  return note === undefined ? said : `${said}: ${note}`;
}
