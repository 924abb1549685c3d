import { type CaseRecord, EMPTY_RECORD, exchangeOf } from '../judge/case-record.ts';
import { caseScope } from '../judge/case-scope.ts';
import { judgeStep, readingsAround } from '../judge/judge-step.ts';
import { leaseCandidates } from '../judge/lease.ts';
import { plainRoots } from '../message/scope.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { JournalEvent } from '../model/event.ts';
import type { Exchange, ExchangeRecord, ExchangeRef, HttpRequest } from '../model/exchange.ts';
import { HarnessError } from '../model/harness-error.ts';
import type { JsonValue } from '../model/json.ts';
import type { PlannedCase, RunPlan } from '../model/plan.ts';
import type { AssertionResult, SkipReason } from '../model/result.ts';
import type { Step } from '../model/suite.ts';
import { type Verdict, worst } from '../model/verdict.ts';
import { composeRequest, composeStep, type Occasion } from './compose-step.ts';
import type { Io } from './io.ts';
import type { LeasePool } from './lease-pool.ts';
import { restingOn } from './rests-on.ts';

/** Longest time one exchange may take when its step says nothing else. */
export const DEFAULT_DEADLINE_MS = 10_000;

export interface CaseSetting {
  readonly plan: RunPlan;
  readonly io: Io;
  readonly leases: LeasePool;
  /** From 1. */
  readonly attempt: number;
  readonly deadlineMs: number;
}

type Events = AsyncGenerator<JournalEvent, void>;

/**
 * Carries out one case and says what happened, event by event. Each step is composed from what came before, sent,
 * recorded and judged; the first step that does not pass ends the case.
 */
export async function* executeCase(planned: PlannedCase, setting: CaseSetting): AsyncGenerator<JournalEvent, Verdict> {
  const startedMs = setting.io.monotonicMs();
  const progress = new CaseProgress(planned, setting);
  yield { type: 'case-started', case: planned.id, attempt: setting.attempt };
  for (const step of planned.steps) {
    yield* progress.carryOut(step);
    if (progress.end !== undefined) break;
  }
  const { verdict, ...why } = progress.end ?? { verdict: worst(progress.verdicts) };
  const durationMs = Math.round(setting.io.monotonicMs() - startedMs);
  yield { type: 'case-finished', case: planned.id, attempt: setting.attempt, verdict, ...why, durationMs };
  return verdict;
}

interface CaseEnd {
  readonly verdict: Verdict;
  readonly skipReason?: SkipReason;
  readonly reason?: string;
}

/** A case under way: its record on the original bytes, and the same as it stands in the evidence. */
class CaseProgress {
  readonly #planned: PlannedCase;
  readonly #setting: CaseSetting;
  #original: CaseRecord = EMPTY_RECORD;
  #redacted: CaseRecord = EMPTY_RECORD;
  #redactions: ExchangeRecord['redactions'] = [];
  #exchanges = 0;
  readonly verdicts: Verdict[] = [];
  /** Set when the case goes no further. */
  end: CaseEnd | undefined;

  constructor(planned: PlannedCase, setting: CaseSetting) {
    this.#planned = planned;
    this.#setting = setting;
  }

  /** A request that HTTP forbids is a fault of the suite: it breaks its case, not the run. */
  async *carryOut(step: Step): Events {
    try {
      yield* this.#carryOut(step);
    } catch (cause) {
      if (!(cause instanceof HarnessError) || cause.diagnostic.code !== 'HEADER_INJECTION') throw cause;
      yield* this.#notComposed(step, [cause.diagnostic]);
    }
  }

  async *#carryOut(step: Step): Events {
    const readings = readingsAround(this.#planned, step);
    for (const { probe } of readings.filter(({ when }) => when === 'before')) {
      yield* this.#readState(step, probe, 'probe-before');
    }
    const occasion = this.#occasion(step.id);
    const composed = composeStep(step, occasion);
    if (composed.request === undefined) {
      yield* this.#notComposed(step, composed.diagnostics);
      return;
    }
    yield* this.#exchange(composed.request, { step: step.id, purpose: 'step' }, occasion.now, step.deadlineMs);
    yield* this.#lease(step);
    if (this.end !== undefined) return;
    for (const { probe } of readings.filter(({ when }) => when === 'after')) {
      yield* this.#readState(step, probe, 'probe-after');
    }
    yield* this.#judge(step);
  }

  async *#readState(step: Step, probe: string, purpose: 'probe-before' | 'probe-after'): Events {
    const declared = this.#setting.plan.api.probes[probe];
    if (declared === undefined) return;
    const occasion = this.#occasion(`${step.id}/${purpose}/${probe}`);
    const { request } = composeRequest(declared.send, occasion);
    if (request !== undefined) yield* this.#exchange(request, { step: step.id, purpose, probe }, occasion.now);
  }

  async *#exchange(
    request: HttpRequest,
    place: Pick<ExchangeRef, 'step' | 'purpose' | 'probe'>,
    at: Date,
    deadlineMs?: number,
  ): Events {
    const { io, attempt, deadlineMs: usualMs } = this.#setting;
    const sent = await io.send(request, { deadlineMs: deadlineMs ?? usualMs, at });
    this.#exchanges += 1;
    const ref: ExchangeRef = {
      id: exchangeId(this.#planned.index, this.#exchanges, attempt),
      case: this.#planned.id,
      ...place,
      attempt,
    };
    const exchange: Exchange = { ...sent, ref };
    const { record, redacted } = await io.record(exchange);
    this.#original = withExchange(this.#original, exchange);
    this.#redacted = withExchange(this.#redacted, redacted);
    this.#redactions = [...this.#redactions, ...record.redactions];
    yield { type: 'exchange-recorded', exchange: record };
  }

  async *#lease(step: Step): Events {
    const { plan, leases, io } = this.#setting;
    const exchange = exchangeOf(this.#original, step.id);
    if (exchange?.response === undefined || exchange.response.status >= 300) return;
    const variables = plainRoots(caseScope(plan, this.#planned, this.#original));
    for (const [name, expression] of Object.entries(step.lease)) {
      const value = leases.take(name, leaseCandidates(expression, exchange, plan.api.fhirVersion, variables));
      if (value === undefined) {
        yield* this.#withoutTestData(step, name);
        return;
      }
      const standIn = io.redact(value);
      this.#original = withLease(this.#original, name, value);
      this.#redacted = withLease(this.#redacted, name, standIn);
      yield { type: 'leased', case: this.#planned.id, step: step.id, name, value: standIn };
    }
  }

  /** What the step's response lacks may be the provider's fault, so its other expectations are judged first. */
  async *#withoutTestData(step: Step, name: string): Events {
    yield* this.#judge(step);
    this.end ??= {
      verdict: 'skip',
      skipReason: 'test-data',
      reason: `The system under test offers no ${name} that this run has not used yet`,
    };
  }

  async *#judge(step: Step): Events {
    const { plan, io } = this.#setting;
    const assertions = judgeStep(plan, this.#planned, step, this.#original);
    const onRedacted =
      this.#redactions.length === 0 ? assertions : judgeStep(plan, this.#planned, step, this.#redacted);
    const settled = restingOn(assertions, onRedacted, this.#redactions, (result) => redactResult(result, io));
    yield { type: 'step-judged', case: this.#planned.id, step: step.id, assertions: settled };
    this.verdicts.push(...assertions.map(({ verdict }) => verdict));
    const verdict = worst(assertions.map((one) => one.verdict));
    if (verdict !== 'pass') this.end = { verdict };
  }

  async *#notComposed(step: Step, diagnostics: readonly Diagnostic[]): Events {
    const message = `The request of step "${step.id}" could not be composed: ${diagnostics[0]?.message ?? 'unknown'}`;
    const result: AssertionResult = {
      id: `${this.#planned.id}/${step.id}/0`,
      kind: 'compose',
      verdict: 'error',
      message,
      expected: null,
      actual: null,
      diagnostics,
      follows: [],
      restsOn: [],
    };
    yield { type: 'step-judged', case: this.#planned.id, step: step.id, assertions: [result] };
    this.end = { verdict: 'error', reason: message };
  }

  #occasion(name: string): Occasion {
    const { plan, attempt, io } = this.#setting;
    return { plan, planned: this.#planned, record: this.#original, attempt, name, now: io.now() };
  }
}

/** `cccc-nn`, and `cccc-nn-a` for attempts after the first. */
export function exchangeId(caseIndex: number, place: number, attempt: number): string {
  const id = `${String(caseIndex + 1).padStart(4, '0')}-${String(place).padStart(2, '0')}`;
  return attempt === 1 ? id : `${id}-${attempt}`;
}

const withExchange = (record: CaseRecord, exchange: Exchange): CaseRecord => ({
  ...record,
  exchanges: [...record.exchanges, exchange],
});

const withLease = (record: CaseRecord, name: string, value: JsonValue): CaseRecord => ({
  ...record,
  leases: { ...record.leases, [name]: value },
});

function redactResult(result: AssertionResult, io: Io): AssertionResult {
  return io.redact(result as unknown as JsonValue) as unknown as AssertionResult;
}
