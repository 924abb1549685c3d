import type { Bench } from '../judge/bench.ts';
import { type CaseRecord, EMPTY_RECORD, withAnswer, withLease, withRefused } from '../judge/case-record.ts';
import { judgeStep } from '../judge/judge-step.ts';
import { type RedactedField, redactedWords, sightsOf } from '../judge/sight.ts';
import type { Attested, Statement } from '../model/attested.ts';
import type { Driven } from '../model/driven.ts';
import type { Exchange } from '../model/exchange.ts';
import type { JsonValue } from '../model/json.ts';
import type { PlannedCase, RunPlan } from '../model/plan.ts';
import type { Refused } from '../model/refusal.ts';
import type { AssertionResult } from '../model/result.ts';
import type { Step } from '../model/suite.ts';
import type { Recorded } from './io.ts';
import { restingOn } from './rests-on.ts';

/** What a case is judged by while it runs. */
export interface LiveBench extends Bench {
  /** The plan with the secrets that its values refer to: what is sent comes from here. */
  readonly live: RunPlan;
}

/** What a case has seen so far, on the original bytes and as it stands in the evidence. */
export class CaseHistory {
  #original: CaseRecord = EMPTY_RECORD;
  #redacted: CaseRecord = EMPTY_RECORD;
  #fields: readonly RedactedField[] = [];

  get original(): CaseRecord {
    return this.#original;
  }

  get exchanges(): number {
    return this.#original.exchanges.length;
  }

  exchanged(exchange: Exchange, { record, redacted }: Recorded): void {
    this.#original = withExchange(this.#original, exchange);
    this.#redacted = withExchange(this.#redacted, redacted);
    const fields = record.redactions.map((redaction) => ({ ...redaction, exchange: record.ref }));
    this.#fields = [...this.#fields, ...fields];
  }

  leased(step: string, name: string, value: JsonValue, standIn: JsonValue): void {
    this.#original = withLease(this.#original, step, name, value);
    this.#redacted = withLease(this.#redacted, step, name, standIn);
  }

  refused(refused: Refused): void {
    this.#original = withRefused(this.#original, refused);
    this.#redacted = withRefused(this.#redacted, refused);
  }

  /** `recorded` is what the evidence has of it. */
  driven(driven: Driven, recorded: Driven): void {
    this.#original = { ...this.#original, driven };
    this.#redacted = { ...this.#redacted, driven: recorded };
    this.#fields = [...this.#fields, ...redactedWords(recorded.replaced)];
  }

  answered(step: string, answer: Statement, recorded: Attested): void {
    this.#original = withAnswer(this.#original, step, answer);
    this.#redacted = withAnswer(this.#redacted, step, recorded);
    this.#fields = [...this.#fields, ...redactedWords(recorded.replaced, step)];
  }

  /** The results of a step as the evidence tells them. Their verdicts are always those of the original bytes. */
  judge(
    { plan, live, validator }: LiveBench,
    planned: PlannedCase,
    step: Step,
    redact: (result: AssertionResult) => AssertionResult,
  ): readonly AssertionResult[] {
    const results = judgeStep({ plan: live, validator }, planned, step, this.#original);
    if (this.#fields.length === 0) return results;
    const onRedacted = judgeStep({ plan, validator }, planned, step, this.#redacted);
    return restingOn({ original: results, onRedacted, sights: sightsOf(plan, planned, step) }, this.#fields, redact);
  }
}

const withExchange = (record: CaseRecord, exchange: Exchange): CaseRecord => ({
  ...record,
  exchanges: [...record.exchanges, exchange],
});
