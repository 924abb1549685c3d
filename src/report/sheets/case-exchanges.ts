import type { ExchangeRecord, StoredMessage } from '../../model/exchange.ts';
import type { CaseResult } from '../../model/result.ts';

/** The exchanges that a case is about: those of its act, without the readings of state around it. */
export function exchangesOfAct({ steps, act }: CaseResult): readonly ExchangeRecord[] {
  return steps.filter(({ id }) => id === act).flatMap(({ exchanges }) => exchanges.filter(isOfStep));
}

const isOfStep = ({ ref }: ExchangeRecord): boolean => ref.purpose === 'step';

/** The message files of exchanges, as they lie in the evidence. */
export const messagesOf = (exchanges: readonly ExchangeRecord[]): readonly StoredMessage[] =>
  exchanges.flatMap(({ request, response }) => [request, ...(response === undefined ? [] : [response])]);
