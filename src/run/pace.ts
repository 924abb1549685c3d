import type { Io } from './io.ts';

type Clock = Pick<Io, 'monotonicMs' | 'sleep'>;

/** How fast a run asks, all its workers together: no sooner than is allowed after the last request, nor before a time that was asked for. */
export class Pace {
  readonly #clock: Clock;
  readonly #intervalMs: number;
  #nextMs = Number.NEGATIVE_INFINITY;

  /** `intervalMs` is the least time between two requests. */
  constructor(clock: Clock, intervalMs = 0) {
    this.#clock = clock;
    this.#intervalMs = intervalMs;
  }

  /** Resolves when the next request may be sent, or when nobody waits for it any more. */
  async turn(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const nowMs = this.#clock.monotonicMs();
      if (nowMs >= this.#nextMs) {
        this.#nextMs = nowMs + this.#intervalMs;
        return;
      }
      await this.#clock.sleep(this.#nextMs - nowMs, signal);
    }
  }

  /** Lets nobody ask for a while. */
  hold(forMs: number): void {
    this.#nextMs = Math.max(this.#nextMs, this.#clock.monotonicMs() + forMs);
  }
}
