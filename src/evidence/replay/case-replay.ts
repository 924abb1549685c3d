import { isDeepStrictEqual } from 'node:util';
import type { Bench } from '../../judge/bench.ts';
import {
  type CaseRecord,
  EMPTY_RECORD,
  exchangeOf,
  withAnswer,
  withLease,
  withRefused,
} from '../../judge/case-record.ts';
import { caseScope } from '../../judge/case-scope.ts';
import { judgeStep } from '../../judge/judge-step.ts';
import { leaseCandidates } from '../../judge/lease.ts';
import { nameOf, type RedactedField, redactedWords, sightsOf } from '../../judge/sight.ts';
import { plainRoots } from '../../message/scope.ts';
import { missingCertificates } from '../../model/connection.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { JournalEvent } from '../../model/event.ts';
import type { Exchange, ExchangeRecord } from '../../model/exchange.ts';
import type { JsonValue } from '../../model/json.ts';
import type { PlannedCase } from '../../model/plan.ts';
import type { Refused } from '../../model/refusal.ts';
import type { AssertionResult, SkipReason } from '../../model/result.ts';
import { isSent } from '../../model/suite.ts';
import { flatters, mayJudge, type Verdict, worst } from '../../model/verdict.ts';
import { PAYLOAD } from '../format/bundle-layout.ts';
import { rejected, undecided } from '../format/finding.ts';
import { composeAgain } from './compose-again.ts';

/** What the end of a case depends on beyond itself. */
export interface Surroundings {
  readonly verdictOf: (id: string) => Verdict | undefined;
  readonly preflightFailed: boolean;
  /** Whether the run went on from here to its end, so that nothing can have been interrupted. */
  readonly finished: boolean;
}

/** One case on its way through the journal once more; only its last attempt counts. */
export class CaseReplay {
  readonly #bench: Bench;
  readonly #planned: PlannedCase;
  #record: CaseRecord = EMPTY_RECORD;
  #fields: readonly RedactedField[] = [];
  #verdicts: ReadonlyMap<string, Verdict> = new Map();
  readonly findings: Diagnostic[] = [];
  assertions = 0;
  fromJournal = 0;
  /** Requests that were composed again. */
  requests = 0;

  constructor(bench: Bench, planned: PlannedCase) {
    this.#bench = bench;
    this.#planned = planned;
  }

  start(): void {
    this.#record = EMPTY_RECORD;
    this.#fields = [];
    this.#verdicts = new Map();
  }

  exchanged(exchange: Exchange, recorded: ExchangeRecord): void {
    const { ref, redactions } = recorded;
    const sending = { plan: this.#bench.plan, planned: this.#planned, record: this.#record };
    const again = composeAgain(sending, exchange, recorded);
    if (!('unknown' in again)) this.requests += 1;
    if ('differs' in again) this.findings.push(sentOtherwise(recorded, again.differs));
    this.#record = { ...this.#record, exchanges: [...this.#record.exchanges, exchange] };
    this.#fields = [...this.#fields, ...redactions.map((redaction) => ({ ...redaction, exchange: ref }))];
  }

  refused(refused: Refused): void {
    this.#record = withRefused(this.#record, refused);
  }

  leased({ step: id, name, value }: Extract<JournalEvent, { type: 'leased' }>): void {
    const expression = this.#planned.steps.find(({ id: other }) => other === id)?.lease[name];
    const exchange = exchangeOf(this.#record, id);
    if (expression === undefined || exchange === undefined || !this.#offers(exchange, expression, value))
      this.findings.push(neverOffered(this.#planned.id, id, name));
    this.#record = withLease(this.#record, id, name, value);
  }

  driven(driven: Extract<JournalEvent, { type: 'driven' }>): void {
    this.#record = { ...this.#record, driven };
    this.#fields = [...this.#fields, ...redactedWords(driven.replaced)];
  }

  attested(attested: Extract<JournalEvent, { type: 'attested' }>): void {
    this.#record = withAnswer(this.#record, attested.step, attested);
    this.#fields = [...this.#fields, ...redactedWords(attested.replaced, attested.step)];
  }

  /** Whether the response has what was taken from it; one in which something stands for something else may show it otherwise. */
  #offers(exchange: Exchange, expression: string, value: JsonValue): boolean {
    const { plan } = this.#bench;
    const isInIt = (field: RedactedField): boolean =>
      !('word' in field) && field.exchange.id === exchange.ref.id && field.message === 'response';
    if (this.#fields.some(isInIt)) return true;
    const variables = plainRoots(caseScope(plan, this.#planned, this.#record));
    const candidates = leaseCandidates(expression, exchange, plan.api.fhirVersion, variables);
    return 'values' in candidates && candidates.values.some((candidate) => isDeepStrictEqual(candidate, value));
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
    // What a client never sent is a finding of its own; what we could not send is none about the system.
    if (isSent(step) && exchangeOf(this.#record, id) === undefined) return this.#neverSent(recorded);
    const sights = sightsOf(this.#bench.plan, this.#planned, step);
    return judgeStep(this.#bench, this.#planned, step, this.#record).map((fresh, place) => {
      const before = recorded[place];
      const seen = this.#fields.filter((field) => sights[place]?.(field)).map(nameOf);
      return before !== undefined && restsOnRedacted(before, fresh, seen)
        ? this.#taken(before, fresh)
        : this.#fresh(fresh);
    });
  }

  #fresh(result: AssertionResult): AssertionResult {
    this.assertions += 1;
    return result;
  }

  /** The journal's word stands, but where it says more for the system under test than the bytes do, nobody can rely on it. */
  #taken(before: AssertionResult, fresh: AssertionResult): AssertionResult {
    this.fromJournal += 1;
    if (flatters(before.verdict, fresh.verdict)) this.findings.push(unproven(before, fresh));
    return before;
  }

  /** A request that could not be composed left nothing to judge but its own failure. */
  #neverSent(recorded: readonly AssertionResult[]): readonly AssertionResult[] {
    const failures = recorded.filter(({ verdict }) => verdict === 'error');
    this.fromJournal += failures.length;
    return failures;
  }

  /** The verdict by the laws of a run, whatever the journal says; an unreasoned skip or a step left out is an error. */
  end(skipReason: SkipReason | undefined, { verdictOf, preflightFailed, finished }: Surroundings): Verdict {
    const verdicts = [...this.#verdicts.values()];
    const judged = mayJudge(this.#planned, verdictOf);
    switch (skipReason) {
      case 'preflight':
        return preflightFailed || !finished ? 'skip' : 'error';
      case 'twin':
        return judged ? 'error' : 'skip';
      case 'not-configured':
        return missingCertificates(this.#bench.plan, this.#planned).length > 0 ? 'skip' : 'error';
      case 'interrupted':
        return finished ? 'error' : worst([...verdicts, 'skip']);
      // Which of its questions have no answer is for judging to say.
      case 'unattested':
      case 'test-data':
      case undefined:
        return judged ? this.#verdictOfSteps(verdicts) : 'skip';
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

/** A journal may overrule the recorded bytes only where fields in the sight of the assertion were redacted, and by naming them. */
function restsOnRedacted(before: AssertionResult, fresh: AssertionResult, seen: readonly string[]): boolean {
  const { id, kind, restsOn, verdict } = before;
  const sameAssertion = id === fresh.id && kind === fresh.kind && verdict !== fresh.verdict;
  return sameAssertion && restsOn.length > 0 && restsOn.every((field) => seen.includes(field));
}

const sentOtherwise = ({ ref: { id, case: of, step }, request }: ExchangeRecord, part: string): Diagnostic =>
  rejected('EXCHANGE_MISMATCH', `${of}, step ${step}: ${id} is not the request of the plan: ${part}`, {
    file: `${PAYLOAD}${request.file}`,
  });

const neverOffered = (of: string, step: string, name: string): Diagnostic =>
  rejected('EXCHANGE_MISMATCH', `${of}, step ${step}: the response does not offer the ${name} that the case took`);

const unproven = ({ id, verdict, restsOn }: AssertionResult, fresh: AssertionResult): Diagnostic =>
  undecided(
    'RESTS_ON_REDACTED',
    `${id} is recorded as ${verdict}, which the redacted bytes do not show: by them it is ${fresh.verdict}`,
    `It rests on ${restsOn.join(', ')}. Ask for a run with declared test data in its place.`,
  );
