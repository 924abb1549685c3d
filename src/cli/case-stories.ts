import type { JournalEvent } from '../model/event.ts';
import type { AssertionResult } from '../model/result.ts';

/** A case as the journal tells it. */
export interface CaseStory {
  readonly finished: Extract<JournalEvent, { type: 'case-finished' }>;
  readonly problems: readonly AssertionResult[];
  readonly exchanges: readonly string[];
}

/** The cases of a run, each promised until the journal has finished it. */
export class Stories {
  readonly #promised = new Map<string, PromiseWithResolvers<CaseStory>>();
  readonly #problems = new Map<string, AssertionResult[]>();
  readonly #exchanges = new Map<string, string[]>();
  #failure: unknown;

  of(id: string): Promise<CaseStory> {
    return this.#promise(id).promise;
  }

  tell(event: JournalEvent): void {
    if (event.type === 'step-judged') {
      listed(this.#problems, event.case).push(...event.assertions.filter(({ verdict }) => verdict !== 'pass'));
    } else if (event.type === 'exchange-recorded' && event.exchange.ref.case !== undefined) {
      listed(this.#exchanges, event.exchange.ref.case).push(event.exchange.request.file);
    } else if (event.type === 'case-finished') {
      const { case: id } = event;
      const [problems, exchanges] = [listed(this.#problems, id), listed(this.#exchanges, id)];
      this.#promise(id).resolve({ finished: event, problems, exchanges });
    }
  }

  /** The run broke: no case will be finished any more. */
  fail(cause: unknown): void {
    this.#failure = cause;
    for (const { reject } of this.#promised.values()) reject(cause);
  }

  #promise(id: string): PromiseWithResolvers<CaseStory> {
    let promised = this.#promised.get(id);
    if (promised === undefined) {
      promised = withResolvers<CaseStory>();
      this.#promised.set(id, promised);
      if (this.#failure !== undefined) promised.reject(this.#failure);
    }
    return promised;
  }
}

interface PromiseWithResolvers<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (cause: unknown) => void;
}

/** Node 20 has no Promise.withResolvers. A rejection that nobody awaits yet is not a crash. */
function withResolvers<Value>(): PromiseWithResolvers<Value> {
  let resolve: (value: Value) => void = () => {};
  let reject: (cause: unknown) => void = () => {};
  const promise = new Promise<Value>((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  promise.catch(() => {});
  return { promise, resolve, reject };
}

function listed<Value>(lists: Map<string, Value[]>, key: string): Value[] {
  const found = lists.get(key) ?? [];
  lists.set(key, found);
  return found;
}
