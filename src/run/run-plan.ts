import type { Bench } from '../judge/bench.ts';
import { SigningKeys } from '../message/signing-keys.ts';
import { Attempts, type CaseProgress } from '../model/attempts.ts';
import { missingCertificates } from '../model/connection.ts';
import type { HostFacts, JournalEvent } from '../model/event.ts';
import type { JsonObject } from '../model/json.ts';
import type { PlannedCase, RunPlan } from '../model/plan.ts';
import type { SkipReason } from '../model/result.ts';
import { OWN_CERTIFICATE } from '../model/tls.ts';
import { mayJudge, type Verdict, verdictOfRun } from '../model/verdict.ts';
import { AccessTokens } from './access-tokens.ts';
import { Afterwards, type AfterwardsOptions } from './afterwards.ts';
import { type CaseSetting, DEFAULT_DEADLINE_MS, executeCase } from './execute-case.ts';
import { executeClientCase, turnedAway } from './execute-client-case.ts';
import type { Io } from './io.ts';
import { LeasePool } from './lease-pool.ts';
import { Locks } from './locks.ts';
import { Makings } from './makings.ts';
import { Pace } from './pace.ts';
import { preflight } from './preflight.ts';
import type { ClientSide } from './reception.ts';
import type { Resumed } from './resumed.ts';
import { written } from './written.ts';

type Setting = Omit<CaseSetting, 'attempt'> & { readonly client?: ClientSide; readonly preflighted: number };

export interface RunOptions extends AfterwardsOptions {
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
  /** Least time between two requests of all workers. */
  readonly intervalMs?: number;
  /** Present when a client is tested, and not a provider. */
  readonly client?: ClientSide;
  /** Present when the run had stopped and goes on. */
  readonly resumed?: Resumed;
}

/** Carries out a plan: preflight, every case as soon as its twin and its locks allow, and cleans up after each. Gives the verdict of the run. */
export async function runPlan(plan: RunPlan, io: Io, options: RunOptions): Promise<Verdict> {
  const { emit, runId, planDigest, host, resumed } = options;
  await emit(
    resumed === undefined
      ? { type: 'run-started', runId, planDigest, host }
      : { type: 'run-resumed', host, ...resumed.lost },
  );
  const setting = settingOf(plan, io, options);
  // A client shows itself by what it sends.
  const preflightPassed =
    setting.client !== undefined || resumed?.preflightPassed || (await written(preflight(setting), emit));
  const verdicts = preflightPassed
    ? await carryOut(setting, options)
    : await skipAll(plan.cases, 'preflight', whyNone(io), emit);
  const { client } = setting;
  if (client !== undefined) for (const event of turnedAway({ io, client })) await emit(event);
  const complete = !io.signal.aborted;
  const verdict = verdictOfRun({ cases: verdicts.values(), preflightFailed: !preflightPassed, complete });
  if (complete) await emit({ type: 'run-finished', verdict });
  return verdict;
}

async function carryOut(setting: Setting, options: RunOptions): Promise<ReadonlyMap<string, Verdict>> {
  const afterwards = new Afterwards(setting, options);
  try {
    for (const { id } of setting.plan.cases) await afterwards.follow(id);
    return await new Schedule(setting, afterwards, options).run();
  } finally {
    afterwards.end();
  }
}

const whyNone = ({ signal }: Io): string =>
  signal.aborted ? 'The run was interrupted during the preflight' : 'The preflight did not succeed';

function settingOf(
  plan: RunPlan,
  io: Io,
  { values, validator, deadlineMs = DEFAULT_DEADLINE_MS, intervalMs, client, resumed }: RunOptions,
): Setting {
  return {
    plan,
    live: { ...plan, values },
    validator,
    io,
    leases: new LeasePool(),
    makings: resumed?.makings ?? new Makings(plan.api),
    preflighted: resumed?.preflighted ?? 0,
    pace: new Pace(io, intervalMs),
    keys: new SigningKeys(),
    tokens: new AccessTokens(io, deadlineMs),
    deadlineMs,
    ...(client && { client }),
  };
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

const whyNotConnected = (missing: readonly string[]): string =>
  `It shows a certificate that is not configured: ${missing.map(configuredAt).join(', ')}`;

const configuredAt = (name: string): string =>
  name === OWN_CERTIFICATE ? 'tls.certificate' : `tls.identities.${name}`;

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
  readonly #options: RunOptions;
  readonly #waiting: PlannedCase[];
  readonly #verdicts = new Map<string, Verdict>();
  readonly #locks: Locks;
  readonly #planned: ReadonlySet<string>;
  readonly #setting: Setting;
  readonly #afterwards: Afterwards;
  readonly #attempts: Attempts;

  constructor(setting: Setting, afterwards: Afterwards, options: RunOptions) {
    const { plan } = setting;
    this.#setting = setting;
    this.#afterwards = afterwards;
    this.#options = options;
    this.#attempts = options.resumed?.attempts ?? new Attempts();
    this.#waiting = plan.cases.filter(({ id }) => this.#attempts.of(id).verdict === undefined);
    for (const { id } of plan.cases) {
      const { verdict } = this.#attempts.of(id);
      if (verdict !== undefined) this.#verdicts.set(id, verdict);
    }
    this.#locks = new Locks(plan.cases);
    this.#planned = new Set(plan.cases.map(({ id }) => id));
  }

  async run(): Promise<ReadonlyMap<string, Verdict>> {
    const underWay = new Set<Promise<void>>();
    while (this.#waiting.length > 0 || underWay.size > 0) {
      if (this.#setting.io.signal.aborted) await this.#interrupt();
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
    const before = this.#attempts.of(planned.id);
    if (before.failed) {
      await this.#conclude(planned, before);
      return;
    }
    const missing = missingCertificates(this.#setting.plan, planned);
    if (missing.length > 0) {
      await this.#skip(planned, 'not-configured', whyNotConnected(missing));
      return;
    }
    if (!mayJudge(planned, (id) => this.#verdicts.get(id))) {
      await this.#skip(planned, 'twin', whyNotJudged(planned));
      return;
    }
    this.#locks.start(planned);
    try {
      for (const attachment of this.#setting.io.attachedTo?.(planned.id) ?? []) {
        await this.#options.emit({ type: 'attached', case: planned.id, ...attachment });
      }
      const { client, ...rest } = this.#setting;
      const setting = { ...rest, attempt: before.attempt + 1 };
      const events =
        client === undefined ? executeCase(planned, setting) : executeClientCase(planned, { ...setting, client });
      this.#verdicts.set(planned.id, await written(events, this.#options.emit));
      await this.#afterwards.follow(planned.id);
    } finally {
      this.#locks.finish(planned);
    }
  }

  /** A step had failed when the run stopped: only the end of its case was not written. */
  async #conclude(planned: PlannedCase, { attempt }: CaseProgress): Promise<void> {
    const reason = 'The run stopped when this step had been judged';
    await this.#options.emit({
      type: 'case-finished',
      case: planned.id,
      attempt,
      verdict: 'fail',
      reason,
      durationMs: 0,
    });
    this.#verdicts.set(planned.id, 'fail');
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
