import type { JournalEvent } from '../model/event.ts';
import type { ExchangeRecord, ExchangeRef } from '../model/exchange.ts';
import type { PlannedCase } from '../model/plan.ts';
import type { AssertionResult, CaseResult, SkipReason, StepResult } from '../model/result.ts';
import type { Step } from '../model/suite.ts';
import { worst } from '../model/verdict.ts';

export type CaseEvent = Extract<
  JournalEvent,
  {
    type:
      | 'exchange-recorded'
      | 'case-started'
      | 'leased'
      | 'step-judged'
      | 'driven'
      | 'attested'
      | 'attached'
      | 'case-finished';
  }
>;

/** An event with the id of the case that it belongs to; undefined for events of the whole run. */
export function ofCase(event: JournalEvent): { readonly case: string; readonly event: CaseEvent } | undefined {
  switch (event.type) {
    case 'exchange-recorded':
      return isOfCase(event.exchange.ref) ? { case: event.exchange.ref.case, event } : undefined;
    case 'case-started':
    case 'leased':
    case 'step-judged':
    case 'driven':
    case 'attested':
    case 'attached':
    case 'case-finished':
      return { case: event.case, event };
    case 'run-started':
    case 'run-resumed':
    case 'preflight-finished':
    case 'held-back':
    case 'refused':
    case 'cleaned-up':
    case 'run-finished':
      return undefined;
    default:
      return event satisfies never;
  }
}

/** Cleaning up comes after its case, and nothing of it belongs to that. */
const isOfCase = (ref: ExchangeRef): ref is ExchangeRef & { readonly case: string } =>
  ref.case !== undefined && ref.purpose !== 'clean-up';

type Ending = Pick<CaseResult, 'verdict' | 'skipReason' | 'reason' | 'durationMs'>;

interface Attempt {
  readonly number: number;
  readonly exchanges: ExchangeRecord[];
  readonly assertions: Map<string, readonly AssertionResult[]>;
  readonly attested: Map<string, NonNullable<StepResult['attested']>>;
  driven?: CaseResult['driven'];
  ending?: Ending;
}

/** The result of one case from its own events, in their order. Only the last attempt counts. */
export function foldCase(planned: PlannedCase, events: readonly CaseEvent[], whenUnfinished: SkipReason): CaseResult {
  const attempts = attemptsIn(events);
  const attempt = attempts.at(-1) ?? attemptOf(0);
  const earlier = attempts.slice(1, -1).map(({ number, exchanges }) => ({ attempt: number, exchanges }));
  const steps = planned.steps.map((step) => stepResult(step, attempt));
  const attachments = attachedIn(events);
  const unexpected = attempt.exchanges.filter(({ ref }) => ref.purpose === 'unexpected');
  const { id, suite, title, polarity, verifies, tags, twin, act } = planned;
  return {
    id,
    suite,
    title,
    polarity,
    verifies,
    tags,
    ...(twin !== undefined && { twin }),
    mutations: planned.steps.flatMap(({ mutate }) => mutate),
    ...(attempt.ending ?? { verdict: 'skip', skipReason: whenUnfinished, durationMs: 0 }),
    attempt: attempt.number,
    ...(earlier.length > 0 && { earlierAttempts: earlier }),
    ...(attachments.length > 0 && { attachments }),
    ...(attempt.driven && { driven: attempt.driven }),
    ...(unexpected.length > 0 && { unexpected }),
    steps,
    act,
    notChecked: notCheckedIn(steps),
  };
}

function notCheckedIn(steps: readonly StepResult[]): number {
  const found = steps.flatMap(({ assertions }) => assertions).flatMap(({ diagnostics }) => diagnostics);
  return found.reduce((sum, { severity, times = 1 }) => (severity === 'not-checked' ? sum + times : sum), 0);
}

/** In their order; one with the number 0 when something happened to the case before it was begun. */
function attemptsIn(events: readonly CaseEvent[]): readonly Attempt[] {
  let attempt = attemptOf(0);
  const attempts = [attempt];
  for (const event of events) {
    switch (event.type) {
      case 'case-started':
        attempt = attemptOf(event.attempt);
        attempts.push(attempt);
        break;
      case 'exchange-recorded':
        attempt.exchanges.push(event.exchange);
        break;
      case 'step-judged':
        attempt.assertions.set(event.step, event.assertions);
        break;
      case 'driven':
        attempt.driven = drivenOf(event);
        break;
      case 'attested':
        attempt.attested.set(event.step, attestedOf(event));
        break;
      case 'attached':
        break;
      case 'case-finished':
        attempt.ending = endingOf(event);
        break;
      case 'leased':
        break;
      default:
        event satisfies never;
    }
  }
  return attempts;
}

/** Each once, whichever attempt it came in. */
function attachedIn(events: readonly CaseEvent[]): NonNullable<CaseResult['attachments']> {
  const found = events.flatMap((event) => {
    if (event.type !== 'attached') return [];
    const { type, case: _, ...attached } = event;
    return [[`${attached.step ?? ''} ${attached.name} ${attached.file}`, attached] as const];
  });
  return [...new Map(found).values()];
}

const attemptOf = (number: number): Attempt => ({
  number,
  exchanges: [],
  assertions: new Map(),
  attested: new Map(),
});

function attestedOf({
  type,
  case: _,
  step,
  ...attested
}: Extract<CaseEvent, { type: 'attested' }>): NonNullable<StepResult['attested']> {
  return attested;
}

function drivenOf({ type, case: _, ...driven }: Extract<CaseEvent, { type: 'driven' }>): CaseResult['driven'] {
  return driven;
}

function endingOf(event: Extract<CaseEvent, { type: 'case-finished' }>): Ending {
  const { verdict, skipReason, reason, durationMs } = event;
  return {
    verdict,
    ...(skipReason !== undefined && { skipReason }),
    ...(reason !== undefined && { reason }),
    durationMs,
  };
}

function stepResult({ id, title }: Step, { exchanges, assertions, attested }: Attempt): StepResult {
  const judged = assertions.get(id) ?? [];
  const answer = attested.get(id);
  return {
    id,
    ...(title !== undefined && { title }),
    ...(judged.length > 0 && { verdict: worst(judged.map(({ verdict }) => verdict)) }),
    ...(answer && { attested: answer }),
    exchanges: exchanges.filter(({ ref }) => ref.step === id),
    assertions: judged,
  };
}
