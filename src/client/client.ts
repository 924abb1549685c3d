import type { TlsSettings } from '../http/tls.ts';
import type { JsonObject } from '../model/json.ts';
import type { Decisions } from './decisions.ts';

/** A booking client at work for one user. */
export interface Client {
  readonly decisions: Decisions;
  /** Of the provider in tokens, when it is called through a proxy. */
  readonly audience?: string;
  /** Of the provider; else it is the audience of tokens. */
  readonly baseUrl: string;
  /** What templates read as `values`: who books, for whom, which service, and `format`: json or xml. */
  readonly values: JsonObject;
  readonly world: World;
}

/** What a client needs of the machine that it runs on. */
interface World {
  readonly now: () => Date;
  /** A new text for every call. */
  readonly ids: () => string;
  readonly sleep: (ms: number) => Promise<void>;
  /** Takes a line about an error. */
  readonly log: (line: string) => void;
  /** For one exchange. */
  readonly deadlineMs: number;
  readonly tls?: TlsSettings;
  readonly signal?: AbortSignal;
}

/** What came of an action. `refused`: the provider answered, and would not or could not; `unanswered`: there was nothing to go by. */
export interface Outcome {
  readonly ended: 'done' | 'refused' | 'unanswered';
  /** What the user is shown: one line. */
  readonly tells: string;
}
