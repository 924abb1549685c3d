import type { Sent } from '../http/send.ts';
import { type CaseRecord, EMPTY_RECORD } from '../judge/case-record.ts';
import { composeStep, type Occasion } from '../judge/compose-step.ts';
import { isTrueOf } from '../judge/created.ts';
import type { SigningKeys } from '../message/signing-keys.ts';
import type { JournalEvent } from '../model/event.ts';
import type { Exchange, ExchangeRef } from '../model/exchange.ts';
import { undoExchangeId } from '../model/exchange-id.ts';
import { HarnessError } from '../model/harness-error.ts';
import type { RunPlan } from '../model/plan.ts';
import type { CleanedUp, CleanUpState } from '../model/result.ts';
import type { SendStep } from '../model/suite.ts';
import type { AccessTokens } from './access-tokens.ts';
import { ask } from './ask.ts';
import { composeWithToken } from './compose-with-token.ts';
import { UNSENDABLE } from './execute-case.ts';
import type { Io } from './io.ts';
import type { Made } from './makings.ts';
import type { Pace } from './pace.ts';

export interface CleanUpSetting {
  /** The plan with its secrets. */
  readonly live: RunPlan;
  readonly io: Io;
  readonly keys: SigningKeys;
  readonly tokens: AccessTokens;
  readonly pace: Pace;
  readonly deadlineMs: number;
  /** Aborted when there is no more time for cleaning up. */
  readonly signal: AbortSignal;
}

type Events<Result> = AsyncGenerator<JournalEvent, Result>;
type Outcome = Pick<CleanedUp, 'state' | 'reason'>;

/** Undoes what a case made, as the interface declares, and says what became of it. Nothing of it is judged. */
export async function* undo(made: Made, setting: CleanUpSetting): Events<CleanUpState> {
  const outcome = yield* undoing(made, setting);
  yield cleanedUp(made, outcome, setting.io);
  return outcome.state;
}

/** Leaves it at the system under test, because the user asked for that. */
export async function* keep(made: Made, io: Io): Events<CleanUpState> {
  yield cleanedUp(made, { state: 'kept' }, io);
  return 'kept';
}

function cleanedUp({ case: id, madeBy, cleanUp: { title }, resource }: Made, outcome: Outcome, io: Io): JournalEvent {
  const named = resource && { resource: `${resource.type}/${resource.id}` };
  return io.redact({ type: 'cleaned-up', case: id, madeBy, title, ...named, ...outcome });
}

const left = (reason: string): Outcome => ({ state: 'left', reason });

async function* undoing(made: Made, setting: CleanUpSetting): Events<Outcome> {
  const { cleanUp, resource, answered } = made;
  if (!answered) return { state: 'unknown', reason: 'The request was not answered' };
  if (resource === undefined) return left('The response does not say which it is');
  let record: CaseRecord = { ...EMPTY_RECORD, leases: { [cleanUp.id]: resource.id } };
  for (const [place, step] of cleanUp.steps.entries()) {
    if (setting.signal.aborted) return left('There was no more time');
    const sent = yield* carryOut({ made, step, number: made.undoings + place + 1, record }, setting);
    if ('problem' in sent) return left(`${step.id}: ${sent.problem}`);
    record = { ...record, exchanges: [...record.exchanges, asOfStep(sent.exchange)] };
    if (showsUndone(sent.exchange, made, setting)) return { state: hasChanged(record) ? 'undone' : 'gone' };
  }
  return left('No response shows it undone');
}

/** The steps after it name it as they name any step; only the evidence calls it by its purpose. */
const asOfStep = (exchange: Exchange): Exchange => ({ ...exchange, ref: { ...exchange.ref, purpose: 'step' } });

interface Problem {
  readonly problem: string;
}

type Carried = { readonly exchange: Exchange } | Problem;

/** Where a step of the undoing stands. */
interface Place {
  readonly made: Made;
  readonly step: SendStep;
  /** From 1, on from what was sent before the run stopped. */
  readonly number: number;
  /** What the steps before it exchanged. */
  readonly record: CaseRecord;
}

async function* carryOut(place: Place, setting: CleanUpSetting): Events<Carried> {
  const { io, pace, deadlineMs, signal } = setting;
  let exchange: Exchange | undefined;
  const asked = yield* ask<{ readonly sent: Sent }, Problem>(
    {
      ask: (attempt) => composeAndSend(place, attempt, setting),
      record: (sent, _, attempt) => {
        exchange = { ...sent, ref: refOf(place, attempt) };
        return io.record(exchange).record;
      },
    },
    { io, pace, deadlineMs, signal },
  );
  if ('problem' in asked) return asked;
  const problem = problemOf(asked.sent);
  return exchange === undefined || problem !== undefined ? { problem: problem ?? 'it was not sent' } : { exchange };
}

/** Also of what is held back, and of the access token that is needed: the case has nothing to do with any of it. */
const refOf = ({ made, step, number }: Place, attempt: number): ExchangeRef => ({
  id: undoExchangeId(made.madeBy, number, attempt),
  case: made.case,
  step: step.id,
  purpose: 'clean-up',
  attempt,
});

async function* composeAndSend(
  place: Place,
  attempt: number,
  { live, io, keys, tokens, deadlineMs, signal }: CleanUpSetting,
): Events<{ readonly sent: Sent } | Problem> {
  const { made, step, record } = place;
  const planned = { id: made.madeBy, steps: made.cleanUp.steps };
  const occasion = (): Occasion => ({
    plan: live,
    planned,
    record,
    attempt: 1,
    name: step.id,
    now: io.now(),
    keys,
  });
  const { composed, at } = yield* composeWithToken(
    { compose: (occasion) => composeStep(step, occasion), occasion, ref: refOf(place, attempt), signal },
    tokens,
  );
  if (composed.request === undefined) return { problem: composed.diagnostics[0]?.message ?? 'it cannot be composed' };
  try {
    return { sent: await io.send(composed.request, { deadlineMs, at, signal }) };
  } catch (cause) {
    // What the system under test said may go into a header.
    if (!(cause instanceof HarnessError) || !UNSENDABLE.includes(cause.diagnostic.code)) throw cause;
    return { problem: cause.diagnostic.message };
  }
}

function problemOf({ outcome, response }: Sent): string | undefined {
  if (response === undefined) return `there was no response (${outcome})`;
  return response.status < 300 ? undefined : `the status was ${response.status}`;
}

function showsUndone({ response }: Exchange, { cleanUp }: Made, { live }: CleanUpSetting): boolean {
  return response !== undefined && isTrueOf(response, cleanUp.done, live.api.fhirVersion);
}

/** Safe requests change nothing (RFC 9110 section 9.2.1). */
const hasChanged = ({ exchanges }: CaseRecord): boolean =>
  exchanges.some(({ request: { method } }) => method !== 'GET' && method !== 'HEAD');
