import { REFUSAL_KINDS, type Refusal, type RefusalKind, type Refused, type RefusedClient } from '../model/refusal.ts';

/** Of each kind in a run. The others are counted, so that no flood fills the journal. */
const TOLD_ONE_BY_ONE = 5;

/** Who was turned away since it was last asked. */
export class Refusals {
  readonly #told = new Map<RefusalKind, number>();
  #times = new Map<RefusalKind, number>();
  #first = new Map<RefusalKind, readonly RefusedClient[]>();

  add({ kind, about }: Refusal, at: Date): void {
    this.#times.set(kind, (this.#times.get(kind) ?? 0) + 1);
    const told = this.#told.get(kind) ?? 0;
    if (told === TOLD_ONE_BY_ONE) return;
    this.#told.set(kind, told + 1);
    const client = { at: at.toISOString(), ...(about !== undefined && { about }) };
    this.#first.set(kind, [...(this.#first.get(kind) ?? []), client]);
  }

  /** By kind; then it begins anew. */
  take(): readonly Refused[] {
    const [times, first] = [this.#times, this.#first];
    this.#times = new Map();
    this.#first = new Map();
    return REFUSAL_KINDS.flatMap((kind) => {
      const count = times.get(kind);
      return count === undefined ? [] : [{ kind, times: count, first: first.get(kind) ?? [] }];
    });
  }
}
