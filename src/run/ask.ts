import type { Sent } from '../http/send.ts';
import type { JournalEvent } from '../model/event.ts';
import type { ExchangeRecord } from '../model/exchange.ts';
import type { Io } from './io.ts';
import type { Pace } from './pace.ts';
import { waitAskedFor } from './retry-after.ts';

/** A request that is made in its turn, and perhaps again. */
export interface Asking<Answer extends { readonly sent: Sent }, Unsent> {
  /** Composes and sends: what came of it, or why nothing was sent. `attempt` is from 1. */
  readonly ask: (attempt: number) => AsyncGenerator<JournalEvent, Answer | Unsent> | Promise<Answer | Unsent>;
  /** Hands the exchange to the evidence. */
  readonly record: (sent: Sent, heldBack: boolean, attempt: number) => ExchangeRecord;
  /** Whether being held back is what was asked for. */
  readonly wants?: (sent: Sent) => boolean;
}

interface Asker {
  readonly io: Pick<Io, 'now'>;
  readonly pace: Pace;
  /** Longest time that is waited in all, when the system under test asks to be asked again later. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

/**
 * Asks, and composes and asks anew as often as the system under test says when (429 or 503 with Retry-After) and the deadline allows. Gives the
 * last answer. Nobody else asks while this one waits.
 */
export async function* ask<Answer extends { readonly sent: Sent }, Unsent extends object>(
  asking: Asking<Answer, Unsent>,
  { io, pace, deadlineMs, signal }: Asker,
): AsyncGenerator<JournalEvent, Answer | Unsent> {
  let patienceMs = deadlineMs;
  for (let attempt = 1; ; attempt += 1) {
    await pace.turn(signal);
    const answering = asking.ask(attempt);
    const answer = 'next' in answering ? yield* answering : await answering;
    if (!('sent' in answer)) return answer;
    const { sent } = answer;
    const waitMs = asking.wants?.(sent) ? undefined : waitAskedFor(sent, io.now());
    const heldBack = waitMs !== undefined && waitMs <= patienceMs && !signal.aborted;
    const exchange = asking.record(sent, heldBack, attempt);
    yield { type: 'exchange-recorded', exchange };
    if (!heldBack) return answer;
    patienceMs -= waitMs;
    pace.hold(waitMs);
    yield { type: 'held-back', exchange: exchange.ref.id, status: sent.response?.status ?? 0, waitMs };
  }
}
