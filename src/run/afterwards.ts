import type { JournalEvent } from '../model/event.ts';
import type { CleanUpState } from '../model/result.ts';
import { type CleanUpSetting, keep, undo } from './clean-up.ts';
import type { LeasePool } from './lease-pool.ts';
import type { Makings } from './makings.ts';
import { written } from './written.ts';

interface Setting extends Omit<CleanUpSetting, 'signal'> {
  readonly makings: Makings;
  readonly leases: LeasePool;
}

export interface AfterwardsOptions {
  /** Whether what the cases made is undone or kept; neither, when the system under test ends with the run. */
  readonly afterwards?: 'undo' | 'keep';
  /** How long cleaning up may go on once the run has been interrupted, in milliseconds. */
  readonly graceMs?: number;
  /** Writes one event to the journal; the run goes on when it has been written. */
  readonly emit: (event: JournalEvent) => Promise<void>;
}

/** An interruption stops the cases; what they made is undone all the same, if that does not take too long. */
const GRACE_MS = 30_000;

const IS_UNDONE: Readonly<Record<CleanUpState, boolean>> = {
  undone: true,
  gone: true,
  kept: false,
  left: false,
  unknown: false,
};

/** What becomes of what the cases made, as soon as each of them is over. */
export class Afterwards {
  readonly #setting: Setting;
  readonly #options: AfterwardsOptions;
  readonly #tooLate = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  constructor(setting: Setting, options: AfterwardsOptions) {
    this.#setting = setting;
    this.#options = options;
    setting.io.signal.addEventListener('abort', this.#startTimer, { once: true });
    if (setting.io.signal.aborted) this.#startTimer();
  }

  /**
   * Undoes what a case made, or says that it is kept. When nothing of it is left, other cases may take what this one had: what the system
   * under test still offers then is free.
   */
  async follow(caseId: string): Promise<void> {
    const { afterwards, emit } = this.#options;
    const { makings, leases, io } = this.#setting;
    if (afterwards === undefined) return;
    const states: CleanUpState[] = [];
    for (const made of makings.take(caseId)) {
      const events =
        afterwards === 'keep' ? keep(made, io) : undo(made, { ...this.#setting, signal: this.#tooLate.signal });
      states.push(await written(events, emit));
    }
    if (states.every((state) => IS_UNDONE[state])) leases.giveBackAll(caseId);
  }

  end(): void {
    this.#setting.io.signal.removeEventListener('abort', this.#startTimer);
    clearTimeout(this.#timer);
  }

  readonly #startTimer = (): void => {
    this.#timer = setTimeout(() => this.#tooLate.abort(), this.#options.graceMs ?? GRACE_MS);
  };
}
