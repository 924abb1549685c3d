import { interpolate } from '../message/interpolate.ts';
import type { Driven } from '../model/driven.ts';
import type { JournalEvent } from '../model/event.ts';
import { exchangeId } from '../model/exchange-id.ts';
import type { JsonObject } from '../model/json.ts';
import type { PlannedCase } from '../model/plan.ts';
import { isAwaited, type ReceiveStep } from '../model/suite.ts';
import { type Verdict, worst } from '../model/verdict.ts';
import type { CaseEnd } from './case-end.ts';
import { CaseHistory, type LiveBench } from './case-history.ts';
import { Claims } from './claims.ts';
import type { Io } from './io.ts';
import { endWithQuestions, interruptedAfter } from './questions.ts';
import type { Arrival, ClientSide, GivenUp } from './reception.ts';
import { recorded } from './recorded.ts';

export interface ClientCaseSetting extends LiveBench {
  readonly io: Io;
  readonly client: ClientSide;
  /** From 1. */
  readonly attempt: number;
}

type Events<Result = void> = AsyncGenerator<JournalEvent, Result>;

/** Longest time for what a client does in a case that awaits no request. */
const DEFAULT_WITHIN_MS = 30_000;

const LEFT = 'It asks a person to let the client act, and nobody said that it had';

/** How long after a client has done what it was asked its last request may still come. */
const AFTERWARDS_MS = 200;

/** How long after the time of a step the answer to a request that has come is still waited for, or that the client leaves. */
const ANSWERING_MS = 30_000;

const isCounting = ({ receive }: ReceiveStep): boolean => receive.atMost !== undefined;

/** Only the end of a client shows that it does nothing more; a person, or an answer, tells that it has done what was asked. */
const hasEnded = (driven: Driven | undefined): boolean =>
  driven === undefined || driven.way === 'command' || driven.way === 'in-process';

/**
 * Carries out one case for a client under test: asks it to do something, and waits for the requests that it must send, in the order of the
 * steps. A request belongs to the first step that still waits and that it fits; one that fits none is answered by the rules of the
 * simulator and kept as unexpected. Every step is judged, also when an earlier one failed: what the client does next is worth knowing. None
 * is judged before all is over: a request that must not come may come late.
 */
export async function* executeClientCase(planned: PlannedCase, setting: ClientCaseSetting): Events<Verdict> {
  const startedMs = setting.io.monotonicMs();
  const progress = new ClientCase(planned, setting);
  yield* turnedAway(setting);
  yield { type: 'case-started', case: planned.id, attempt: setting.attempt };
  const { verdict, ...why } = yield* progress.carryOut();
  const durationMs = Math.round(setting.io.monotonicMs() - startedMs);
  yield { type: 'case-finished', case: planned.id, attempt: setting.attempt, verdict, ...why, durationMs };
  return verdict;
}

class ClientCase {
  readonly #planned: PlannedCase;
  readonly #steps: readonly ReceiveStep[];
  readonly #setting: ClientCaseSetting;
  readonly #history = new CaseHistory();
  readonly #claims: Claims;
  readonly #givenUp: GivenUp[] = [];
  /** When whoever asked the client had done so, by the monotonic clock. */
  #doneMs = 0;

  constructor(planned: PlannedCase, setting: ClientCaseSetting) {
    this.#planned = planned;
    this.#setting = setting;
    this.#steps = planned.steps.filter(isAwaited);
    this.#claims = new Claims(planned, setting, this.#history);
  }

  async *carryOut(): Events<CaseEnd> {
    const { io, client } = this.#setting;
    const { reception } = client;
    const { listen } = this.#planned;
    if (listen !== undefined) await client.meet?.(listen.tls);
    reception.claimBy((request, isFull) => this.#claims.claim(request, isFull));
    const stop = new AbortController();
    const driving = this.#drive(AbortSignal.any([io.signal, stop.signal])).finally(() => {
      this.#doneMs = io.monotonicMs();
    });
    const waited: ReceiveStep[] = [];
    try {
      for (const step of this.#steps) {
        yield* this.#await(step, driving);
        // What had no time to come is not missing.
        if (io.signal.aborted) break;
        waited.push(step);
      }
      yield* this.#theRest(driving);
    } finally {
      stop.abort();
      reception.claimBy();
      if (listen !== undefined) await client.meet?.();
    }
    // What came while the client was being stopped was still claimed here.
    for await (const arrival of this.#arrivals(() => driving)) yield* this.#record(arrival);
    yield* this.#refused();
    const isCutShort = io.signal.aborted;
    const driven = await driving;
    yield* this.#driven(driven);
    const verdicts: Verdict[] = [];
    for (const step of waited) verdicts.push(yield* this.#judge(step));
    if (isCutShort) return interruptedAfter(verdicts);
    const end = yield* endWithQuestions(this.#planned, this.#setting, this.#history, verdicts);
    return end.verdict === 'skip' && driven?.unasked === 'left' ? { ...end, reason: LEFT } : end;
  }

  *#driven(driven: Driven | undefined): Generator<JournalEvent, void> {
    if (driven === undefined) return;
    const { io } = this.#setting;
    const written = recorded(driven, (data) => io.redact(data));
    this.#history.driven(driven, written);
    yield { type: 'driven', ...written };
  }

  /** Nothing is asked of the client where the case does not say what. */
  async #drive(signal: AbortSignal): Promise<Driven | undefined> {
    const { live, client } = this.#setting;
    if (this.#planned.drive === undefined) return undefined;
    const { baseUrl, answeredBy } = live.sut;
    const { id, drive } = this.#planned;
    const audience = answeredBy ?? baseUrl;
    const { value } = interpolate(drive.with, { values: live.values, target: audience });
    // A mapping stays one.
    const given = (value ?? {}) as JsonObject;
    const asked = { case: id, do: drive.do, with: given };
    const awaited = () => this.#claims.awaited();
    return { ...asked, ...(await client.drive({ ...asked, baseUrl, audience, awaited, signal })) };
  }

  /** Until the request of the step is there, or one too many, its time is over, or the client has ended. */
  async *#await(step: ReceiveStep, driving: Promise<Driven | undefined>): Events {
    const { io } = this.#setting;
    const withinMs = this.#timeFor(step);
    if (!this.#claims.isOpen(step)) return;
    this.#tell(withinMs, step.id);
    const time = (signal: AbortSignal) => Promise.race([io.sleep(withinMs, signal), this.#end(step, driving, signal)]);
    for await (const arrival of this.#arrivals(time)) {
      yield* this.#record(arrival);
      if (!this.#claims.isOpen(step)) return;
    }
    this.#claims.miss(step);
  }

  #tell(forMs: number, step?: string): void {
    this.#setting.client.onWaiting?.({ case: this.#planned.id, ...(step !== undefined && { step }), forMs });
  }

  #timeFor(step: ReceiveStep): number {
    const { withinMs = step.withinMs } = this.#setting.client;
    if (!isCounting(step)) return withinMs;
    // Who is under way needs no person to go on; what must not come is waited for no shorter than the step says.
    return step === this.#steps[0] ? Math.max(withinMs, step.withinMs) : step.withinMs;
  }

  /** What comes after the last request that is awaited, as long as the client is busy: it may be what it must not do. */
  async *#theRest(driving: Promise<Driven | undefined>): Events {
    const { io, client } = this.#setting;
    if (this.#planned.drive === undefined && this.#steps.length === 0) return;
    const times = this.#steps.length === 0 ? [DEFAULT_WITHIN_MS] : this.#steps.map(({ withinMs }) => withinMs);
    const longest = Math.max(client.withinMs ?? Math.max(...times), this.#countingMs());
    this.#tell(longest);
    const quiet = async (signal: AbortSignal): Promise<void> => this.#sinceDone(this.#quietMs(await driving), signal);
    const time = (signal: AbortSignal) => Promise.race([quiet(signal), io.sleep(longest, signal)]);
    for await (const arrival of this.#arrivals(time)) yield* this.#record(arrival);
  }

  /** What is over by a time, and then what is under way: as it ends, or without an answer when that takes too long. */
  async *#arrivals(until: (signal: AbortSignal) => Promise<unknown>): AsyncGenerator<Arrival, void> {
    const { io, client } = this.#setting;
    const { reception } = client;
    const waiting = new AbortController();
    const signal = AbortSignal.any([io.signal, waiting.signal]);
    const time = until(signal);
    const atLast = time.then(() => io.sleep(ANSWERING_MS, signal));
    const next = (): Promise<Arrival | undefined> => reception.next(time, atLast, io.signal);
    try {
      for (let arrival = await next(); arrival !== undefined; arrival = await next()) yield arrival;
      if (io.signal.aborted) return;
      this.#givenUp.push(...reception.giveUp());
      // Whoever has enough leaves the others to the next.
      for (let given = this.#givenUp.shift(); given !== undefined; given = this.#givenUp.shift()) {
        yield { ...given, received: this.#claims.unanswered(given) };
      }
    } finally {
      waiting.abort();
    }
  }

  /** Resolves when a client that was asked has done what it was asked; one that acts on its own never ends. */
  async #end(step: ReceiveStep, driving: Promise<Driven | undefined>, signal: AbortSignal): Promise<void> {
    const driven = await driving;
    if (driven === undefined || driven.way === 'nobody') await new Promise<never>(() => {});
    else if (isCounting(step) && !hasEnded(driven)) await this.#setting.io.sleep(step.withinMs, signal);
    else await this.#sinceDone(AFTERWARDS_MS, signal);
  }

  /** How long after a client is said to have done what it was asked it may still do what it must not. */
  #quietMs(driven: Driven | undefined): number {
    return Math.max(AFTERWARDS_MS, hasEnded(driven) ? 0 : this.#countingMs());
  }

  #countingMs(): number {
    return Math.max(0, ...this.#steps.filter(isCounting).map(({ withinMs }) => withinMs));
  }

  /** Resolves so long after whoever asked the client has done so. */
  async #sinceDone(forMs: number, signal: AbortSignal): Promise<void> {
    const { io } = this.#setting;
    await io.sleep(Math.max(0, this.#doneMs + forMs - io.monotonicMs()), signal);
  }

  *#record(arrival: Arrival): Generator<JournalEvent, void> {
    const { io, client, attempt } = this.#setting;
    const id = exchangeId(this.#planned.index, this.#history.exchanges + 1, attempt);
    const exchange = this.#claims.over(arrival, id);
    client.reception.past.note(exchange.request, exchange.ref);
    const recorded = io.record(exchange);
    this.#history.exchanged(exchange, recorded);
    yield { type: 'exchange-recorded', exchange: recorded.record };
  }

  *#refused(): Generator<JournalEvent, void> {
    for (const event of turnedAway(this.#setting, this.#planned.id)) {
      this.#history.refused(event);
      yield event;
    }
  }

  async *#judge(step: ReceiveStep): Events<Verdict> {
    const { io } = this.#setting;
    const assertions = this.#history.judge(this.#setting, this.#planned, step, (result) => io.redact(result));
    yield { type: 'step-judged', case: this.#planned.id, step: step.id, assertions };
    return worst(assertions.map(({ verdict }) => verdict));
  }
}

type RefusedEvent = Extract<JournalEvent, { type: 'refused' }>;

/** Who was turned away since this was last asked; in a case, or between cases. */
export function* turnedAway(
  { io, client }: Pick<ClientCaseSetting, 'io' | 'client'>,
  within?: string,
): Generator<RefusedEvent, void> {
  for (const refused of client.reception.takeRefused()) {
    yield io.redact({ type: 'refused', ...(within !== undefined && { case: within }), ...refused });
  }
}
