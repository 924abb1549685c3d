import type { Bench } from '../../judge/bench.ts';
import { type Diagnostic, isError } from '../../model/diagnostic.ts';
import type { FileSet } from '../../model/digest.ts';
import type { JournalEvent, JournalLine } from '../../model/event.ts';
import type { RunPlan } from '../../model/plan.ts';
import { type Verdict, verdictOfRun } from '../../model/verdict.ts';
import { CaseReplay } from './case-replay.ts';
import { observedOtherwise, type Preflight } from './observe-again.ts';
import { readExchange } from './stored-exchange.ts';

export interface Rejudged {
  /** The journal as it would be had this engine judged: same events, its own verdicts. */
  readonly lines: readonly JournalLine[];
  readonly assertions: number;
  readonly fromJournal: number;
  /** Requests that were composed again. */
  readonly requests: number;
  readonly findings: readonly Diagnostic[];
}

/** Goes through the journal in its order and judges every step and case again by what had been recorded before it. */
export function rejudge(bench: Bench, lines: readonly JournalLine[], payload: FileSet): Rejudged {
  const finished = lines.some(({ event }) => event.type === 'run-finished');
  const stops = lines.filter(({ event }) => event.type === 'run-resumed').length;
  const replay = new RunReplay(bench, payload, { finished, stops });
  const judged = lines.map((line) => ({ ...line, event: replay.judge(line.event) }));
  const cases = [...replay.cases.values()];
  return {
    lines: judged,
    assertions: cases.reduce((sum, { assertions }) => sum + assertions, 0),
    fromJournal: cases.reduce((sum, { fromJournal }) => sum + fromJournal, 0),
    requests: cases.reduce((sum, { requests }) => sum + requests, 0),
    findings: [...replay.findings, ...cases.flatMap(({ findings }) => findings)],
  };
}

/** A run on its way through the journal once more. */
class RunReplay {
  readonly cases: ReadonlyMap<string, CaseReplay>;
  readonly findings: Diagnostic[] = [];
  readonly #plan: RunPlan;
  readonly #payload: FileSet;
  readonly #finished: boolean;
  /** How often the run still goes on after a stop. */
  #stopsAhead: number;
  readonly #verdicts = new Map<string, Verdict>();
  #preflightFailed = false;
  #preflight: Preflight | undefined;

  constructor(bench: Bench, payload: FileSet, { finished, stops }: { finished: boolean; stops: number }) {
    this.#plan = bench.plan;
    this.#finished = finished;
    this.#stopsAhead = stops;
    this.#payload = payload;
    this.cases = new Map(bench.plan.cases.map((planned) => [planned.id, new CaseReplay(bench, planned)]));
  }

  /** The event with the verdicts that this engine comes to. */
  judge(event: JournalEvent): JournalEvent {
    switch (event.type) {
      case 'run-resumed':
        this.#stopsAhead -= 1;
        return event;
      case 'run-started':
      case 'held-back':
      case 'attached':
      case 'cleaned-up':
        return event;
      case 'preflight-finished':
        this.#preflightFailed = event.problems.some(isError);
        this.findings.push(...observedOtherwise(event, this.#preflight));
        return event;
      case 'exchange-recorded': {
        const { exchange, findings } = readExchange(event.exchange, this.#payload);
        this.findings.push(...findings);
        if (event.exchange.ref.purpose === 'preflight') this.#preflight = { exchange, recorded: event.exchange };
        // Cleaning up comes after its case, and nothing of it is judged.
        if (event.exchange.ref.purpose !== 'clean-up') {
          this.cases.get(event.exchange.ref.case ?? '')?.exchanged(exchange, event.exchange);
        }
        return event;
      }
      case 'refused':
        this.cases.get(event.case ?? '')?.refused(event);
        return event;
      case 'case-started':
        this.cases.get(event.case)?.start();
        return event;
      case 'leased':
        this.cases.get(event.case)?.leased(event);
        return event;
      case 'driven':
        this.cases.get(event.case)?.driven(event);
        return event;
      case 'attested':
        this.cases.get(event.case)?.attested(event);
        return event;
      case 'step-judged':
        return { ...event, assertions: this.cases.get(event.case)?.judged(event.step, event.assertions) ?? [] };
      case 'case-finished':
        return { ...event, verdict: this.#end(event) };
      case 'run-finished':
        return { ...event, verdict: this.#verdictOfRun() };
      default:
        return event satisfies never;
    }
  }

  #end({ case: id, skipReason }: Extract<JournalEvent, { type: 'case-finished' }>): Verdict {
    const verdict =
      this.cases.get(id)?.end(skipReason, {
        verdictOf: (twin) => this.#verdicts.get(twin),
        preflightFailed: this.#preflightFailed,
        finished: this.#finished && this.#stopsAhead === 0,
      }) ?? 'error';
    this.#verdicts.set(id, verdict);
    return verdict;
  }

  #verdictOfRun(): Verdict {
    const cases = this.#plan.cases.map(({ id }) => this.#verdicts.get(id) ?? 'skip');
    return verdictOfRun({ cases, preflightFailed: this.#preflightFailed, complete: true });
  }
}
