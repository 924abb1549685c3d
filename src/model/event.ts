import type { Attached } from './attachment.ts';
import type { Attested } from './attested.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Driven } from './driven.ts';
import type { ExchangeRecord } from './exchange.ts';
import type { JsonValue } from './json.ts';
import type { Refused } from './refusal.ts';
import type { AssertionResult, CleanedUp, SkipReason } from './result.ts';
import type { LostByStop } from './resumption.ts';
import type { ObservedSystem } from './system-under-test.ts';
import type { Verdict } from './verdict.ts';

/** What happens in a run, in the order it happened. The journal is the only record; everything else is a view of it. */
export type JournalEvent =
  | { readonly type: 'run-started'; readonly runId: string; readonly planDigest: string; readonly host: HostFacts }
  | ({ readonly type: 'run-resumed'; readonly host: HostFacts } & LostByStop)
  | { readonly type: 'exchange-recorded'; readonly exchange: ExchangeRecord }
  | {
      readonly type: 'preflight-finished';
      readonly observed?: ObservedSystem;
      readonly problems: readonly Diagnostic[];
    }
  | { readonly type: 'case-started'; readonly case: string; readonly attempt: number }
  | {
      readonly type: 'leased';
      readonly case: string;
      readonly step: string;
      readonly name: string;
      readonly value: JsonValue;
    }
  | {
      readonly type: 'step-judged';
      readonly case: string;
      readonly step: string;
      readonly assertions: readonly AssertionResult[];
    }
  | {
      readonly type: 'case-finished';
      readonly case: string;
      readonly attempt: number;
      readonly verdict: Verdict;
      readonly skipReason?: SkipReason;
      readonly reason?: string;
      readonly durationMs: number;
    }
  /** An exchange was answered with 429 or 503 and Retry-After, and is made again then. */
  | { readonly type: 'held-back'; readonly exchange: string; readonly status: number; readonly waitMs: number }
  | ({ readonly type: 'driven' } & Driven)
  /** Clients were turned away, in a case or between cases. */
  | ({ readonly type: 'refused'; readonly case?: string } & Refused)
  | ({ readonly type: 'attested' } & Attested)
  | ({ readonly type: 'attached' } & Attached)
  | ({ readonly type: 'cleaned-up' } & CleanedUp)
  | { readonly type: 'run-finished'; readonly verdict: Verdict };

/** Where the harness ran. */
export interface HostFacts {
  readonly node: string;
  readonly platform: string;
}

/** One line of journal.jsonl. */
export interface JournalLine {
  /** From 0, without gaps. */
  readonly seq: number;
  /** RFC 3339 instant, UTC. */
  readonly at: string;
  /** SHA-256 of the line before, without its line feed; 64 zeros in the first line. */
  readonly prev: string;
  readonly event: JournalEvent;
}
