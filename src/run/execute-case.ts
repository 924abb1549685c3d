import type { Sent } from '../http/send.ts';
import { exchangeOf } from '../judge/case-record.ts';
import { caseScope } from '../judge/case-scope.ts';
import { composeRequest, composeStep, type Occasion } from '../judge/compose-step.ts';
import { readingsAround } from '../judge/judge-step.ts';
import { leaseCandidates } from '../judge/lease.ts';
import type { Composed } from '../message/compose.ts';
import { plainRoots } from '../message/scope.ts';
import type { SigningKeys } from '../message/signing-keys.ts';
import { connectionOf } from '../model/connection.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { DiagnosticCode } from '../model/diagnostic-code.ts';
import type { JournalEvent } from '../model/event.ts';
import type { Exchange, ExchangeRecord, ExchangeRef } from '../model/exchange.ts';
import { exchangeId } from '../model/exchange-id.ts';
import { HarnessError } from '../model/harness-error.ts';
import type { PlannedCase } from '../model/plan.ts';
import type { AssertionResult } from '../model/result.ts';
import { isAttested, isSent, type SendStep } from '../model/suite.ts';
import { type Verdict, worst } from '../model/verdict.ts';
import type { AccessTokens } from './access-tokens.ts';
import { ask } from './ask.ts';
import type { CaseEnd } from './case-end.ts';
import { CaseHistory, type LiveBench } from './case-history.ts';
import { composeWithToken } from './compose-with-token.ts';
import type { Io } from './io.ts';
import type { LeasePool } from './lease-pool.ts';
import type { Makings } from './makings.ts';
import type { Pace } from './pace.ts';
import { endWithQuestions, interruptedAfter } from './questions.ts';
import { expectsStatus } from './retry-after.ts';
import { drained, sentTogether } from './together.ts';

/** Longest time one exchange may take when its step says nothing else. */
export const DEFAULT_DEADLINE_MS = 10_000;

export interface CaseSetting extends LiveBench {
  readonly io: Io;
  readonly leases: LeasePool;
  readonly makings: Makings;
  readonly pace: Pace;
  readonly keys: SigningKeys;
  readonly tokens: AccessTokens;
  /** From 1. */
  readonly attempt: number;
  readonly deadlineMs: number;
}

/** Codes of a request that cannot be sent, by whatever went into it. */
export const UNSENDABLE: readonly DiagnosticCode[] = ['HEADER_INJECTION', 'COMPOSE_FAILED'];

type Events = AsyncGenerator<JournalEvent, void>;
/** Gives what kept a request from being composed. */
type Exchanging = AsyncGenerator<JournalEvent, readonly Diagnostic[]>;

/**
 * Carries out one case and says what happened, event by event. Each step is composed from what came before, sent,
 * recorded and judged; the first step that does not pass, or is cut off by an interruption, ends the case. Steps that are
 * sent at once count as one.
 */
export async function* executeCase(planned: PlannedCase, setting: CaseSetting): AsyncGenerator<JournalEvent, Verdict> {
  const startedMs = setting.io.monotonicMs();
  const progress = new CaseProgress(planned, setting);
  yield { type: 'case-started', case: planned.id, attempt: setting.attempt };
  for (const steps of sentTogether(planned.steps.filter(isSent))) {
    yield* progress.carryOut(steps);
    if (progress.end !== undefined) break;
  }
  if (progress.end === undefined) yield* progress.ask();
  const { verdict, ...why } = progress.end ?? { verdict: worst(progress.verdicts) };
  progress.giveBack();
  const durationMs = Math.round(setting.io.monotonicMs() - startedMs);
  yield { type: 'case-finished', case: planned.id, attempt: setting.attempt, verdict, ...why, durationMs };
  return verdict;
}

/** A request of a case, and where its exchange belongs. */
interface Request {
  /** Distinguishes requests of one step. */
  readonly name: string;
  readonly compose: (occasion: Occasion) => Composed;
  readonly place: Pick<ExchangeRef, 'step' | 'purpose' | 'probe'>;
  /** Of a request that is sent with others: one clock for all, and when those before it have been recorded. */
  readonly together?: { readonly now: Date; readonly turn: Promise<unknown> };
}

/** A case under way. */
class CaseProgress {
  readonly #planned: PlannedCase;
  readonly #setting: CaseSetting;
  readonly #history = new CaseHistory();
  readonly verdicts: Verdict[] = [];
  readonly #unchanged: Verdict[] = [];
  /** Set when the case goes no further. */
  end: CaseEnd | undefined;

  constructor(planned: PlannedCase, setting: CaseSetting) {
    this.#planned = planned;
    this.#setting = setting;
  }

  /** A request that HTTP or its format forbids is a fault of the suite: it breaks its case, not the run. */
  async *carryOut(steps: readonly [SendStep, ...SendStep[]]): Events {
    try {
      yield* this.#carryOut(steps);
    } catch (cause) {
      if (!(cause instanceof HarnessError) || !UNSENDABLE.includes(cause.diagnostic.code)) throw cause;
      yield* this.#notComposed(steps[0], [cause.diagnostic]);
    }
  }

  /** Everything is recorded before anything is judged, and what an interruption cut off is not: it shows nothing of the system under test. */
  async *#carryOut(steps: readonly [SendStep, ...SendStep[]]): Events {
    const problems = yield* this.#record(steps);
    if (this.#setting.io.signal.aborted) {
      this.end = interruptedAfter(this.verdicts);
      return;
    }
    if (problems.length > 0) {
      yield* this.#notComposed(steps[0], problems);
      return;
    }
    const judged: AssertionResult[] = [];
    for (const step of steps) judged.push(...(yield* this.#judge(step)));
    this.end = endAfter(judged);
  }

  /** What is sent together has happened together: what one of the steps reads of the state, or takes, it reads and takes after all of them. */
  async *#record(steps: readonly [SendStep, ...SendStep[]]): Exchanging {
    for (const step of steps) yield* this.#readStates(step, 'before');
    const [first, ...others] = steps;
    const problems = others.length === 0 ? yield* this.#sendStep(first) : yield* this.#sendTogether(steps);
    for (const step of steps) this.#noteMakings(step);
    if (problems.length > 0) return problems;
    for (const step of steps) yield* this.#lease(step);
    for (const step of steps) yield* this.#readStates(step, 'after');
    return [];
  }

  #sendStep(step: SendStep, together?: Request['together']): Exchanging {
    return this.#exchange(step, {
      name: step.id,
      compose: (at) => composeStep(step, at),
      place: { step: step.id, purpose: 'step' },
      ...(together && { together }),
    });
  }

  async *#sendTogether(steps: readonly SendStep[]): Exchanging {
    const now = this.#setting.io.now();
    let turn: Promise<unknown> = Promise.resolve();
    const sending = steps.map((step) => {
      const exchanged = drained(this.#sendStep(step, { now, turn }));
      turn = exchanged;
      return exchanged;
    });
    const problems: Diagnostic[] = [];
    for (const { yielded, returned } of await Promise.all(sending)) {
      yield* yielded;
      problems.push(...returned);
    }
    return problems;
  }

  /** What only a person can tell, when all else has passed. */
  async *ask(): Events {
    if (!this.#planned.steps.some(isAttested)) return;
    this.end = yield* endWithQuestions(this.#planned, this.#setting, this.#history, this.verdicts);
  }

  /** What the case took last under a name that it only borrows, if it is known to be as it was. */
  giveBack(): void {
    if (worst(this.#unchanged) !== 'pass') return;
    for (const [name, value] of Object.entries(this.#history.original.leases)) {
      if (this.#planned.uses[name] === 'borrow') this.#setting.leases.giveBack(name, value);
    }
  }

  async *#readStates(step: SendStep, when: 'before' | 'after'): Events {
    for (const reading of readingsAround(this.#planned, step)) {
      if (reading.when === when) yield* this.#readState(step, reading.probe, `probe-${when}`);
    }
  }

  async *#readState(step: SendStep, probe: string, purpose: 'probe-before' | 'probe-after'): Events {
    const declared = this.#setting.plan.api.probes[probe];
    if (declared === undefined) return;
    yield* this.#exchange(step, {
      name: `${step.id}/${purpose}/${probe}`,
      compose: (at) => composeRequest(declared.send, at),
      place: { step: step.id, purpose, probe },
    });
  }

  /** What kept the request from being composed is given. */
  async *#exchange(step: SendStep, { name, compose, place, together }: Request): Exchanging {
    const { io, pace, tokens, deadlineMs: usualMs } = this.#setting;
    const isStep = place.purpose === 'step';
    const deadlineMs = isStep ? (step.deadlineMs ?? usualMs) : usualMs;
    const connection = isStep ? connectionOf(step) : undefined;
    const self = this;
    const asked = yield* ask(
      {
        async *ask() {
          if (io.signal.aborted) return { diagnostics: [] };
          const { composed, at } = yield* composeWithToken(
            {
              compose,
              occasion: () => self.#occasion(name, together?.now ?? io.now()),
              ref: { ...self.#ref({ step: step.id }), purpose: 'token' },
              signal: io.signal,
            },
            tokens,
          );
          const { request, diagnostics } = composed;
          if (request === undefined) return { diagnostics };
          const sent = await io.send(request, { deadlineMs, ...(connection && { connection }), at });
          await together?.turn;
          return { sent };
        },
        record: (sent, heldBack) => this.#keep(sent, heldBack ? { step: step.id, purpose: 'held-back' } : place),
        wants: ({ response }) => isStep && expectsStatus(step, response?.status),
      },
      { io, pace, deadlineMs, signal: io.signal },
    );
    return 'diagnostics' in asked ? asked.diagnostics : [];
  }

  #keep(sent: Sent, place: Request['place']): ExchangeRecord {
    const exchange: Exchange = { ...sent, ref: { ...this.#ref(place), purpose: place.purpose } };
    const recorded = this.#setting.io.record(exchange);
    this.#history.exchanged(exchange, recorded);
    return recorded.record;
  }

  /** The place of the next exchange of the case. */
  #ref(place: Omit<Request['place'], 'purpose'>): Omit<ExchangeRef, 'purpose'> {
    const { attempt } = this.#setting;
    const id = exchangeId(this.#planned.index, this.#history.exchanges + 1, attempt);
    return { id, case: this.#planned.id, ...place, attempt };
  }

  #noteMakings(step: SendStep): void {
    const exchange = exchangeOf(this.#history.original, step.id);
    if (exchange !== undefined) this.#setting.makings.note(this.#planned, step, exchange);
  }

  /** Takes what the case wants for itself; that there is nothing to take is for judging to say. */
  async *#lease(step: SendStep): Events {
    const { live, leases, io } = this.#setting;
    const exchange = exchangeOf(this.#history.original, step.id);
    if (exchange?.response === undefined) return;
    const variables = plainRoots(caseScope(live, this.#planned, this.#history.original));
    for (const [name, expression] of Object.entries(step.lease)) {
      const candidates = leaseCandidates(expression, exchange, live.api.fhirVersion, variables);
      const value = 'values' in candidates ? leases.take(name, candidates.values, this.#planned.id) : undefined;
      if (value === undefined) continue;
      const standIn = io.redact(value);
      this.#history.leased(step.id, name, value, standIn);
      yield { type: 'leased', case: this.#planned.id, step: step.id, name, value: standIn };
    }
  }

  async *#judge(step: SendStep): AsyncGenerator<JournalEvent, readonly AssertionResult[]> {
    const { io } = this.#setting;
    const assertions = this.#history.judge(this.#setting, this.#planned, step, (result) => io.redact(result));
    yield { type: 'step-judged', case: this.#planned.id, step: step.id, assertions };
    this.verdicts.push(...assertions.map(({ verdict }) => verdict));
    this.#unchanged.push(...assertions.filter(({ kind }) => kind === 'unchanged').map(({ verdict }) => verdict));
    return assertions;
  }

  async *#notComposed(step: SendStep, diagnostics: readonly Diagnostic[]): Events {
    const why = diagnostics[0]?.message ?? 'unknown';
    const message = this.#setting.io.redact(`The request of step "${step.id}" could not be composed: ${why}`);
    const result: AssertionResult = {
      id: `${this.#planned.id}/${step.id}/0`,
      kind: 'compose',
      verdict: 'error',
      message,
      expected: null,
      actual: null,
      diagnostics: this.#setting.io.redact(diagnostics),
      follows: [],
      restsOn: [],
    };
    yield { type: 'step-judged', case: this.#planned.id, step: step.id, assertions: [result] };
    this.end = { verdict: 'error', reason: message };
  }

  #occasion(name: string, now: Date): Occasion {
    const { live, attempt, keys } = this.#setting;
    return { plan: live, planned: this.#planned, record: this.#history.original, attempt, name, now, keys };
  }
}

/** The end of the case, when a step did not pass. Only a lease can be skipped: there was nothing left to take. */
function endAfter(assertions: readonly AssertionResult[]): CaseEnd | undefined {
  const verdict = worst(assertions.map((one) => one.verdict));
  if (verdict === 'pass') return undefined;
  if (verdict !== 'skip') return { verdict };
  const reason = assertions.find((one) => one.verdict === 'skip')?.message ?? '';
  return { verdict, skipReason: 'test-data', reason };
}
