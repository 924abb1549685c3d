import type { JournalEvent } from './event.ts';
import type { SkipReason } from './result.ts';
import { type Verdict, worst } from './verdict.ts';

/** Reasons of a skip that end with the stop of a run: what they kept from being judged is carried out when it goes on. */
const ENDED_BY_A_STOP: ReadonlySet<SkipReason> = new Set(['interrupted', 'preflight']);

/** What has become of a case so far. */
export interface CaseProgress {
  /** Of the last attempt, from 1; 0 when none was begun. */
  readonly attempt: number;
  /** Given for good; absent for what is to be carried out when the run goes on. */
  readonly verdict?: Verdict;
  /** Whether a step of the last attempt failed. */
  readonly failed: boolean;
  /** How often the run had been resumed when the last attempt was begun. */
  readonly stopsBefore: number;
}

const UNTOUCHED: CaseProgress = { attempt: 0, failed: false, stopsBefore: 0 };

/**
 * How often cases were carried out, event by event. A verdict that was given stands, and so does a step that failed: only what a stop
 * kept from being judged is carried out again, once for each time that the run was resumed.
 * Each event takes the same short time, whatever came before: verification follows journals that nobody vouches for.
 */
export class Attempts {
  readonly #cases = new Map<string, CaseProgress>();
  #stops = 0;

  of(id: string): CaseProgress {
    return this.#cases.get(id) ?? UNTOUCHED;
  }

  /** Goes on by one event; gives what is wrong with it. */
  follow(event: JournalEvent): string | undefined {
    switch (event.type) {
      case 'case-started':
        return this.#start(event.case, event.attempt);
      case 'step-judged': {
        const before = this.of(event.case);
        const verdict = worst(event.assertions.map((assertion) => assertion.verdict));
        this.#cases.set(event.case, { ...before, failed: before.failed || verdict === 'fail' });
        return undefined;
      }
      case 'case-finished': {
        const { case: id, verdict, skipReason } = event;
        const before = this.of(id);
        if (before.verdict !== undefined) return `${id} has its verdict already`;
        const isFinal = verdict !== 'skip' || skipReason === undefined || !ENDED_BY_A_STOP.has(skipReason);
        if (isFinal) this.#cases.set(id, { ...before, verdict });
        return undefined;
      }
      case 'run-resumed':
        this.#stops += 1;
        return undefined;
      default:
        return undefined;
    }
  }

  #start(id: string, attempt: number): string | undefined {
    const before = this.of(id);
    const wasStopped = before.stopsBefore < this.#stops;
    const isJudged = before.verdict !== undefined || before.failed;
    const mayGoOn = !isJudged && (before.attempt === 0 || wasStopped);
    this.#cases.set(id, { attempt, failed: false, stopsBefore: this.#stops });
    if (!mayGoOn) return `${id} is carried out again, though it was judged`;
    return attempt === before.attempt + 1 ? undefined : `${id} is carried out as attempt ${attempt}`;
  }
}
