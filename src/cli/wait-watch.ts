import type { RunPlan } from '../model/plan.ts';
import { isAwaited } from '../model/suite.ts';
import type { Waiting } from '../run/reception.ts';
import { isWanted, requestWords } from './request-words.ts';

/** How often the time that is left is told where a line can change. */
const EACH_MS = 1_000;

/** Where lines stay, only what takes longer than this is told. */
const PATIENCE_MS = 5_000;

/** Where a wait is told, and how. */
interface Telling {
  /** The same line can be told again. */
  readonly live: boolean;
  readonly say: (line: string) => void;
  readonly now: () => number;
}

/** Tells what a run waits for and how long it will at most: nobody has to guess why nothing happens. */
export class WaitWatch {
  readonly #plan: RunPlan;
  readonly #telling: Telling;
  #timer: NodeJS.Timeout | undefined;

  constructor(plan: RunPlan, telling: Telling) {
    this.#plan = plan;
    this.#telling = telling;
  }

  begin(waiting: Waiting): void {
    this.end();
    const { live, say, now } = this.#telling;
    const until = now() + waiting.forMs;
    const tell = (): void => say(waitingWords(waiting, Math.max(0, until - now()), this.#plan));
    this.#timer = live ? setInterval(tell, EACH_MS) : setTimeout(tell, PATIENCE_MS);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

/** `CB-01: 42 s left for Book an appointment (POST /Appointment)` */
export function waitingWords({ case: id, step: awaited }: Waiting, leftMs: number, plan: RunPlan): string {
  const step = plan.cases.find((one) => one.id === id)?.steps.find((one) => one.id === awaited);
  const left = `${id}: ${Math.ceil(leftMs / 1_000)} s left for`;
  if (step === undefined || !isAwaited(step)) return `${left} the client to end`;
  return isWanted(step)
    ? `${left} ${requestWords(step, plan)}`
    : `${left} what must not come: ${requestWords(step, plan)}`;
}
