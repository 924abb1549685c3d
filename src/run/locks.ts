import type { PlannedCase } from '../model/plan.ts';

/**
 * Which cases may run side by side. A case that does not say how it uses a thing which others use holds it alone;
 * a lease shares the thing, since each case leases its own.
 */
export class Locks {
  readonly #things: readonly string[];
  readonly #running: PlannedCase[] = [];

  constructor(cases: readonly PlannedCase[]) {
    this.#things = [...new Set(cases.flatMap(({ uses }) => Object.keys(uses)))];
  }

  mayStart(planned: PlannedCase): boolean {
    return this.#running.every((other) =>
      this.#things.every((thing) => isShared(planned, thing) && isShared(other, thing)),
    );
  }

  start(planned: PlannedCase): void {
    this.#running.push(planned);
  }

  finish(planned: PlannedCase): void {
    this.#running.splice(this.#running.indexOf(planned), 1);
  }
}

function isShared({ uses }: PlannedCase, thing: string): boolean {
  const use = uses[thing];
  return use !== undefined && use !== 'exclusive';
}
