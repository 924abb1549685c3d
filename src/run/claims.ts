import type { Received } from '../http/receiving.ts';
import { missOf } from '../judge/received.ts';
import { encodeRequest } from '../message/wire.ts';
import type { Exchange, ExchangeRef, HttpRequest } from '../model/exchange.ts';
import type { PlannedCase } from '../model/plan.ts';
import { isAwaited, type ReceiveStep } from '../model/suite.ts';
import type { CaseHistory, LiveBench } from './case-history.ts';
import type { Io } from './io.ts';
import type { Arrival, Claim, ClientSide, GivenUp } from './reception.ts';

interface Setting extends LiveBench {
  readonly io: Pick<Io, 'now' | 'redact'>;
  readonly client: Pick<ClientSide, 'reception'>;
  readonly attempt: number;
}

/** The requests of one case for a client under test: which step each is for, and what is known of it until it is over. */
export class Claims {
  readonly #planned: PlannedCase;
  readonly #setting: Setting;
  readonly #history: CaseHistory;
  readonly #steps: readonly ReceiveStep[];
  /** How many requests that are over each step had. */
  readonly #taken = new Map<string, number>();
  /** The steps whose time is over without as many requests as they take. */
  readonly #missed = new Set<string>();
  /** Every request since it came, as what it was taken for; with its reply once that is over. */
  readonly #came = new Map<HttpRequest, Exchange>();

  constructor(planned: PlannedCase, setting: Setting, history: CaseHistory) {
    this.#planned = planned;
    this.#setting = setting;
    this.#history = history;
    this.#steps = planned.steps.filter(isAwaited);
  }

  /** The step that a request is for: the first that waits and that it fits. */
  claim(request: HttpRequest, isFull: boolean): Claim | undefined {
    const { live, validator } = this.#setting;
    const exchange = this.#exchangeOf(request);
    const soFar = { ...this.#history.original, exchanges: [...this.#came.values()] };
    const step = this.#steps.find(
      (one) => this.#waits(one) && missOf({ plan: live, validator }, this.#planned, one, soFar, exchange) === undefined,
    );
    const needed = step !== undefined && step.receive.atMost === undefined;
    if (isFull && !needed) return undefined;
    this.#came.set(
      request,
      step === undefined ? exchange : { ...exchange, ref: { ...exchange.ref, ...placeOf(step.id) } },
    );
    if (step === undefined) return {};
    const { reply } = step.receive;
    return { step: step.id, needed, ...(reply !== undefined && { reply }) };
  }

  /** The steps of which a request must still come. */
  awaited(): readonly ReceiveStep[] {
    return this.#steps.filter((step) => step.receive.atMost === undefined && this.#waits(step));
  }

  /** Until a request of its own has come or its time is over; a step that counts them takes all. */
  #waits({ id, receive }: ReceiveStep): boolean {
    if (receive.atMost !== undefined) return true;
    return !this.#missed.has(id) && ![...this.#came.values()].some(({ ref }) => ref.step === id);
  }

  /** What an earlier case had is a late repetition, and for no step of this one. */
  #repeating(request: HttpRequest): Pick<ExchangeRef, 'repeats'> {
    const repeats = this.#setting.client.reception.past.before(request, this.#planned.id);
    return repeats === undefined ? {} : { repeats };
  }

  /** As far as it is known before it is answered. */
  #exchangeOf(request: HttpRequest): Exchange {
    const startedAt = this.#setting.io.now().toISOString();
    const ref = {
      id: '',
      case: this.#planned.id,
      purpose: 'unexpected',
      ...this.#repeating(request),
      attempt: this.#setting.attempt,
    } as const;
    return { ref, outcome: 'response', startedAt, timings: { totalMs: 0 }, request, requestWire: new Uint8Array() };
  }

  /** Whether the request of the step is not over yet, nor one more than it may have. */
  isOpen({ id, receive }: ReceiveStep): boolean {
    return (this.#taken.get(id) ?? 0) <= (receive.atMost ?? 0);
  }

  /** The time of the step is over. */
  miss({ id }: ReceiveStep): void {
    this.#missed.add(id);
  }

  /** What is told of a request that is not answered. */
  unanswered({ request, problem = 'DEADLINE' }: GivenUp): Received {
    const { ref: _, ...came } = this.#came.get(request) ?? this.#exchangeOf(request);
    // The clock may have been set back.
    const totalMs = Math.max(0, this.#setting.io.now().getTime() - Date.parse(came.startedAt));
    return {
      ...came,
      outcome: problem === 'DEADLINE' ? 'deadline' : 'reset',
      problem,
      timings: { totalMs },
      requestWire: encodeRequest(request),
    };
  }

  /** The exchange under this id, when it is over. */
  over({ received, ...claim }: Arrival, id: string): Exchange {
    const { problem, request } = received;
    // Steps of other cases may have the same name.
    const step = this.#came.has(request) ? claim.step : undefined;
    // What an error says may have something of the request in it.
    const told = problem === undefined ? received : { ...received, problem: this.#setting.io.redact(problem) };
    const { attempt } = this.#setting;
    const ref = { id, case: this.#planned.id, ...placeOf(step), ...this.#repeating(request), attempt };
    const exchange: Exchange = { ...told, ref };
    this.#came.set(request, exchange);
    if (step !== undefined) this.#taken.set(step, (this.#taken.get(step) ?? 0) + 1);
    return exchange;
  }
}

const placeOf = (step: string | undefined) =>
  step === undefined ? ({ purpose: 'unexpected' } as const) : ({ step, purpose: 'step' } as const);
