import { Attempts } from '../model/attempts.ts';
import { isError } from '../model/diagnostic.ts';
import type { JournalLine } from '../model/event.ts';
import type { ExchangeRecord } from '../model/exchange.ts';
import { HarnessError } from '../model/harness-error.ts';

/** What the journal of a run that stopped says to whoever goes on with it. */
export interface Unfinished {
  readonly runId: string;
  readonly planDigest: string;
  /** Whether all cases came to their end, so that only reports and the seal are wanting. */
  readonly finished: boolean;
  readonly attempts: Attempts;
  readonly preflightPassed: boolean;
  readonly exchanges: readonly ExchangeRecord[];
  /** Ids of the exchanges of which it is settled what became of what they made. */
  readonly settled: ReadonlySet<string>;
}

/**
 * Reads where a run stopped.
 * @throws HarnessError JOURNAL_BROKEN when the journal does not begin with the start of a run.
 */
export function unfinished(lines: readonly JournalLine[]): Unfinished {
  const events = lines.map(({ event }) => event);
  const [started] = events;
  if (started?.type !== 'run-started') throw noStart();
  const attempts = new Attempts();
  for (const event of events) attempts.follow(event);
  const preflight = events.findLast((event) => event.type === 'preflight-finished');
  return {
    runId: started.runId,
    planDigest: started.planDigest,
    finished: events.at(-1)?.type === 'run-finished',
    attempts,
    preflightPassed: preflight !== undefined && !preflight.problems.some(isError),
    exchanges: events.flatMap((event) => (event.type === 'exchange-recorded' ? [event.exchange] : [])),
    settled: new Set(events.flatMap((event) => (event.type === 'cleaned-up' ? [event.madeBy] : []))),
  };
}

function noStart(): HarnessError {
  const message = 'The journal does not begin with the start of a run';
  return new HarnessError({
    code: 'JOURNAL_BROKEN',
    severity: 'error',
    message,
    hint: 'Begin a new run: leave out --resume.',
  });
}
