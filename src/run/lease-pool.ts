import { isJsonObject, type JsonValue } from '../model/json.ts';

/** What cases have taken for themselves, so that no two cases of a run act on the same thing. */
export class LeasePool {
  readonly #taken = new Set<string>();

  /** The first candidate that no case has taken yet, now taken; undefined when there is none. */
  take(name: string, candidates: readonly JsonValue[]): JsonValue | undefined {
    const free = candidates.find((candidate) => !this.#taken.has(identityOf(name, candidate)));
    if (free !== undefined) this.#taken.add(identityOf(name, free));
    return free;
  }

  /** Lets others take what a case no longer needs and has left as it was. */
  giveBack(name: string, taken: JsonValue): void {
    this.#taken.delete(identityOf(name, taken));
  }
}

/** Resources are told apart by their logical id, other values by themselves. */
function identityOf(name: string, candidate: JsonValue): string {
  return JSON.stringify([name, isJsonObject(candidate) ? (candidate.id ?? candidate) : candidate]);
}
