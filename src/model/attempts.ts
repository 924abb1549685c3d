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
  /** What steps of the last attempt came to. */
  readonly judged: readonly Verdict[];
  /** Whether the run was resumed after the last attempt. */
  readonly resumed: boolean;
}

const UNTOUCHED: CaseProgress = { attempt: 0, judged: [], resumed: false };

/**
 * How often cases were carried out, event by event. A verdict that was given stands, and so does a step that failed: only what a stop
 * kept from being judged is carried out again, once for each time that the run was resumed.
 */
export class Attempts {
  readonly #cases = new Map<string, CaseProgress>();

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
        const verdicts = event.assertions.map(({ verdict }) => verdict);
        this.#cases.set(event.case, { ...before, judged: [...before.judged, worst(verdicts)] });
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
        for (const [id, progress] of this.#cases) this.#cases.set(id, { ...progress, resumed: true });
        return undefined;
      default:
        return undefined;
    }
  }

  #start(id: string, attempt: number): string | undefined {
    const before = this.of(id);
    const isFirst = before.attempt === 0;
    const mayGoOn = isFirst || (before.resumed && before.verdict === undefined && !before.judged.includes('fail'));
    this.#cases.set(id, { attempt, judged: [], resumed: false });
    if (!mayGoOn) return `${id} is carried out again, though it was judged`;
    return attempt === before.attempt + 1 ? undefined : `${id} is carried out as attempt ${attempt}`;
  }
}
