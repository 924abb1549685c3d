import { interpolate } from '../message/interpolate.ts';
import { type Answer, issueOf } from './answer.ts';
import type { Client, Outcome } from './client.ts';
import type { Telling } from './decisions.ts';

/** Users are told what it means for them and what they can do; codes are for the log. */
export const TELLING: Telling = { trouble: '${sentence}', timeZone: 'Europe/London' };

export const done = (tells: string): Outcome => ({ ended: 'done', tells });

/** Nothing was wrong with the exchange, and yet what was asked for cannot be had. */
export const notPossible = (tells: string): Outcome => ({ ended: 'refused', tells });

/** Sentences for statuses that mean something particular for one action. */
export type Meanings = Readonly<Record<number, string>>;

/** What became of an action whose request was not answered with a success. */
export function trouble(answer: Answer, { decisions }: Client, meanings: Meanings = {}): Outcome {
  const { status } = answer;
  const sentence = (status === undefined ? undefined : meanings[status]) ?? sentenceFor(status);
  const scope = { sentence, status: status ?? answer.sent.outcome, issue: issueOf(answer) ?? 'none' };
  const { value = sentence } = interpolate(decisions.telling.trouble, scope);
  return { ended: status === undefined ? 'unanswered' : 'refused', tells: String(value) };
}

/** The answer was a success, and does not hold what it must. */
export const unreadable = (): Outcome => ({
  ended: 'unanswered',
  tells: 'The booking service sent something that cannot be understood. Please telephone it.',
});

function sentenceFor(status: number | undefined): string {
  if (status === undefined) return 'The booking service does not answer. Please try again later, or telephone it.';
  if (status >= 500) return 'The booking service has a problem of its own. Please try again later, or telephone it.';
  if (status === 401 || status === 403) return 'You are not permitted to do this at the booking service.';
  if (status === 404) return 'The booking service does not know what you asked for.';
  return 'The booking service could not accept this. Your support desk can find out why.';
}

/** An instant as the clock on the wall shows it; undefined when it is none. */
export function spoken(instant: unknown, { timeZone }: Telling): string | undefined {
  const at = typeof instant === 'string' ? new Date(instant) : undefined;
  if (at === undefined || Number.isNaN(at.getTime())) return undefined;
  const part = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat('en-GB', { ...options, timeZone }).format(at);
  const day = part({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  return `${day} at ${part({ hour: '2-digit', minute: '2-digit' })}`;
}
