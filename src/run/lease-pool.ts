import { isJsonObject, type JsonValue } from '../model/json.ts';

/** What cases have taken for themselves, so that no two cases act on the same thing at a time. */
export class LeasePool {
  /** The case that has it, by what was taken. */
  readonly #holders = new Map<string, string>();

  /** The first candidate that no case has, now taken by this one; undefined when there is none. */
  take(name: string, candidates: readonly JsonValue[], by: string): JsonValue | undefined {
    const free = candidates.find((candidate) => !this.#holders.has(identityOf(name, candidate)));
    if (free !== undefined) this.#holders.set(identityOf(name, free), by);
    return free;
  }

  /** Lets others take what a case no longer needs and has left as it was. */
  giveBack(name: string, taken: JsonValue): void {
    this.#holders.delete(identityOf(name, taken));
  }

  /** Lets others take everything that a case had. */
  giveBackAll(by: string): void {
    for (const [taken, holder] of this.#holders) if (holder === by) this.#holders.delete(taken);
  }
}

/** Resources are told apart by their logical id, other values by themselves. */
function identityOf(name: string, candidate: JsonValue): string {
  return JSON.stringify([name, isJsonObject(candidate) ? (candidate.id ?? candidate) : candidate]);
}
