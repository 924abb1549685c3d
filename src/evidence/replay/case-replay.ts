import { type CaseRecord, EMPTY_RECORD, exchangeOf } from '../../judge/case-record.ts';
import { judgeStep } from '../../judge/judge-step.ts';
import type { Exchange, Redaction } from '../../model/exchange.ts';
import type { JsonValue } from '../../model/json.ts';
import type { PlannedCase, RunPlan } from '../../model/plan.ts';
import type { AssertionResult, SkipReason } from '../../model/result.ts';
import { mayJudgeNegative, type Verdict, worst } from '../../model/verdict.ts';

/** What the end of a case depends on beyond itself. */
export interface Surroundings {
  readonly twin: (planned: PlannedCase) => Verdict | undefined;
  readonly preflightFailed: boolean;
}

/** One case on its way through the journal once more; only its last attempt counts. */
export class CaseReplay {
  readonly #plan: RunPlan;
  readonly #planned: PlannedCase;
  #record: CaseRecord = EMPTY_RECORD;
  #redacted: ReadonlySet<string> = new Set();
  #verdicts: ReadonlyMap<string, Verdict> = new Map();
  assertions = 0;
  fromJournal = 0;

  constructor(plan: RunPlan, planned: PlannedCase) {
    this.#plan = plan;
    this.#planned = planned;
  }

  start(): void {
    this.#record = EMPTY_RECORD;
    this.#redacted = new Set();
    this.#verdicts = new Map();
  }

  exchanged(exchange: Exchange, redactions: readonly Redaction[]): void {
    this.#record = { ...this.#record, exchanges: [...this.#record.exchanges, exchange] };
    this.#redacted = new Set([...this.#redacted, ...redactions.map(({ message, at }) => `${message} ${at}`)]);
  }

  leased(name: string, value: JsonValue): void {
    this.#record = { ...this.#record, leases: { ...this.#record.leases, [name]: value } };
  }

  /** The assertions of a step by this engine; those that rest on redacted values as the journal has them. */
  judged(id: string, recorded: readonly AssertionResult[]): readonly AssertionResult[] {
    const results = this.#judge(id, recorded);
    this.#verdicts = new Map([...this.#verdicts, [id, worst(results.map(({ verdict }) => verdict))]]);
    return results;
  }

  #judge(id: string, recorded: readonly AssertionResult[]): readonly AssertionResult[] {
    const step = this.#planned.steps.find((planned) => planned.id === id);
    if (step === undefined) return [];
    if (exchangeOf(this.#record, id) === undefined) return this.#neverSent(recorded);
    return judgeStep(this.#plan, this.#planned, step, this.#record).map((fresh, place) => {
      const before = recorded[place];
      const keeps = before !== undefined && this.#restsOnRedacted(before, fresh);
      if (keeps) this.fromJournal += 1;
      else this.assertions += 1;
      return keeps ? before : fresh;
    });
  }

  /** A request that could not be composed left nothing to judge but its own failure. */
  #neverSent(recorded: readonly AssertionResult[]): readonly AssertionResult[] {
    const failures = recorded.filter(({ verdict }) => verdict === 'error');
    this.fromJournal += failures.length;
    return failures;
  }

  /** A journal may overrule the recorded bytes only where it declared redactions, and only by naming them. */
  #restsOnRedacted(before: AssertionResult, fresh: AssertionResult): boolean {
    const { id, kind, restsOn, verdict } = before;
    const sameAssertion = id === fresh.id && kind === fresh.kind && verdict !== fresh.verdict;
    return sameAssertion && restsOn.length > 0 && restsOn.every((field) => this.#redacted.has(field));
  }

  /** The verdict by the laws of a run, whatever the journal says; an unreasoned skip or a step left out is an error. */
  end(skipReason: SkipReason | undefined, { twin, preflightFailed }: Surroundings): Verdict {
    const verdicts = [...this.#verdicts.values()];
    const twinPassed = this.#planned.twin === undefined || mayJudgeNegative(twin(this.#planned));
    switch (skipReason) {
      case 'preflight':
        return preflightFailed ? 'skip' : 'error';
      case 'twin':
        return twinPassed ? 'error' : 'skip';
      case 'test-data':
      case 'interrupted':
        return worst([...verdicts, 'skip']);
      case undefined:
        return twinPassed ? this.#verdictOfSteps(verdicts) : 'skip';
      default:
        return skipReason satisfies never;
    }
  }

  #verdictOfSteps(verdicts: readonly Verdict[]): Verdict {
    const verdict = worst(verdicts);
    const everyStep = this.#planned.steps.every(({ id }) => this.#verdicts.has(id));
    return verdict === 'pass' && !everyStep ? 'error' : verdict;
  }
}
