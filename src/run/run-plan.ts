import type { Bench } from '../judge/bench.ts';
import { SigningKeys } from '../message/signing-keys.ts';
import type { HostFacts, JournalEvent } from '../model/event.ts';
import type { Exchange } from '../model/exchange.ts';
import type { JsonObject } from '../model/json.ts';
import type { PlannedCase, RunPlan } from '../model/plan.ts';
import type { SkipReason } from '../model/result.ts';
import { mayJudge, type Verdict, verdictOfRun } from '../model/verdict.ts';
import { exchangeId } from './exchange-id.ts';
import { DEFAULT_DEADLINE_MS, executeCase } from './execute-case.ts';
import type { Io } from './io.ts';
import { LeasePool } from './lease-pool.ts';
import { Locks } from './locks.ts';

export interface RunOptions {
  /** The values of the plan with their secrets, for composing and judging; never written. */
  readonly values: JsonObject;
  readonly runId: string;
  readonly planDigest: string;
  readonly host: HostFacts;
  /** Made from the files that the plan was made from. */
  readonly validator: Bench['validator'];
  /** Cases that may be under way at once. */
  readonly workers: number;
  readonly deadlineMs?: number;
  /** Writes one event to the journal; the run goes on when it has been written. */
  readonly emit: (event: JournalEvent) => Promise<void>;
}

/** Carries out a plan: preflight, then every case as soon as its twin and its locks allow. Gives the verdict of the run. */
export async function runPlan(plan: RunPlan, io: Io, options: RunOptions): Promise<Verdict> {
  const { emit, runId, planDigest, host } = options;
  await emit({ type: 'run-started', runId, planDigest, host });
  const preflightPassed = await preflight(io, emit);
  const verdicts = preflightPassed
    ? await new Schedule(plan, io, options).run()
    : await skipAll(plan.cases, 'preflight', 'The preflight did not succeed', emit);
  const complete = !io.signal.aborted;
  const verdict = verdictOfRun({ cases: verdicts.values(), preflightFailed: !preflightPassed, complete });
  if (complete) await emit({ type: 'run-finished', verdict });
  return verdict;
}

async function preflight(io: Io, emit: RunOptions['emit']): Promise<boolean> {
  const { sent, observed, problems } = await io.preflight();
  const exchange: Exchange = { ...sent, ref: { id: exchangeId(-1, 1, 1), purpose: 'preflight', attempt: 1 } };
  await emit({ type: 'exchange-recorded', exchange: io.record(exchange).record });
  await emit(io.redact({ type: 'preflight-finished', problems, ...(observed === undefined ? {} : { observed }) }));
  return problems.every(({ severity }) => severity !== 'error');
}

async function skipAll(
  cases: readonly PlannedCase[],
  skipReason: SkipReason,
  reason: string,
  emit: RunOptions['emit'],
): Promise<ReadonlyMap<string, Verdict>> {
  for (const planned of cases) await emit(skipped(planned, skipReason, reason));
  return new Map(cases.map(({ id }) => [id, 'skip']));
}

const whyNotJudged = ({ twin }: PlannedCase): string =>
  twin === undefined
    ? 'It has no positive twin, so a refusal would show nothing'
    : `Its positive twin ${twin} did not pass, so a refusal would show nothing`;

const skipped = (planned: PlannedCase, skipReason: SkipReason, reason: string): JournalEvent => ({
  type: 'case-finished',
  case: planned.id,
  attempt: 0,
  verdict: 'skip',
  skipReason,
  reason,
  durationMs: 0,
});

/** The cases of a plan on their way: waiting, under way, done. */
class Schedule {
  readonly #io: Io;
  readonly #options: RunOptions;
  readonly #waiting: PlannedCase[];
  readonly #verdicts = new Map<string, Verdict>();
  readonly #locks: Locks;
  readonly #planned: ReadonlySet<string>;
  readonly #setting: Omit<Parameters<typeof executeCase>[1], 'attempt'>;

  constructor(plan: RunPlan, io: Io, options: RunOptions) {
    this.#io = io;
    this.#options = options;
    this.#waiting = [...plan.cases];
    this.#locks = new Locks(plan.cases);
    this.#planned = new Set(plan.cases.map(({ id }) => id));
    this.#setting = {
      plan,
      live: { ...plan, values: options.values },
      validator: options.validator,
      io,
      leases: new LeasePool(),
      keys: new SigningKeys(),
      deadlineMs: options.deadlineMs ?? DEFAULT_DEADLINE_MS,
    };
  }

  async run(): Promise<ReadonlyMap<string, Verdict>> {
    const underWay = new Set<Promise<void>>();
    while (this.#waiting.length > 0 || underWay.size > 0) {
      if (this.#io.signal.aborted) await this.#interrupt();
      const next = underWay.size < this.#options.workers ? this.#takeNext() : undefined;
      if (next !== undefined) {
        const done: Promise<void> = this.#carryOut(next).finally(() => underWay.delete(done));
        underWay.add(done);
      } else if (underWay.size > 0) {
        await Promise.race(underWay);
      }
    }
    return this.#verdicts;
  }

  /** The first waiting case, in plan order, whose twin is done and whose locks are free. */
  #takeNext(): PlannedCase | undefined {
    const place = this.#waiting.findIndex((planned) => this.#isTwinDone(planned) && this.#locks.mayStart(planned));
    return place === -1 ? undefined : this.#waiting.splice(place, 1)[0];
  }

  #isTwinDone({ twin }: PlannedCase): boolean {
    return twin === undefined || this.#verdicts.has(twin) || !this.#planned.has(twin);
  }

  async #carryOut(planned: PlannedCase): Promise<void> {
    if (!mayJudge(planned, (id) => this.#verdicts.get(id))) {
      await this.#skip(planned, 'twin', whyNotJudged(planned));
      return;
    }
    this.#locks.start(planned);
    try {
      this.#verdicts.set(planned.id, await this.#play(planned));
    } finally {
      this.#locks.finish(planned);
    }
  }

  /** Events are written in their order while the case goes on; it is over when all of them have been. */
  async #play(planned: PlannedCase): Promise<Verdict> {
    const events = executeCase(planned, { ...this.#setting, attempt: 1 });
    const writing: Promise<void>[] = [];
    for (;;) {
      const next = await events.next();
      if (next.done) {
        await Promise.all(writing);
        return next.value;
      }
      const written = this.#options.emit(next.value);
      written.catch(() => {});
      writing.push(written);
    }
  }

  async #interrupt(): Promise<void> {
    for (const planned of this.#waiting.splice(0)) {
      await this.#skip(planned, 'interrupted', 'The run was interrupted before this case');
    }
  }

  async #skip(planned: PlannedCase, skipReason: SkipReason, reason: string): Promise<void> {
    await this.#options.emit(skipped(planned, skipReason, reason));
    this.#verdicts.set(planned.id, 'skip');
  }
}
