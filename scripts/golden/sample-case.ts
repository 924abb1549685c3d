// What a case of the sample run is made of.
import type { AttachedType } from '../../src/model/attachment.ts';
import type { Attested } from '../../src/model/attested.ts';
import type { HttpRequest, HttpResponse, Outcome } from '../../src/model/exchange.ts';
import type { JsonValue } from '../../src/model/json.ts';
import type { AssertionResult, SkipReason } from '../../src/model/result.ts';
import type { Mutation, Polarity } from '../../src/model/suite.ts';
import type { Verdict } from '../../src/model/verdict.ts';

/** A question to a person. */
export interface AskedStep {
  readonly id: string;
  readonly title?: string;
  readonly ask: string;
  readonly attested?: Omit<Attested, 'case' | 'step'>;
  readonly attached?: readonly {
    readonly name: string;
    readonly mediaType: AttachedType;
    readonly bytes: Uint8Array;
  }[];
  readonly assertions: readonly Omit<AssertionResult, 'id'>[];
}

/** A request, and what came of it. */
export interface SentStep {
  readonly id: string;
  readonly title?: string;
  readonly request: HttpRequest;
  /** Absent: the exchange broke with `outcome`. */
  readonly response?: HttpResponse;
  readonly outcome?: Outcome;
  readonly probe?: string;
  readonly mutate?: readonly Mutation[];
  readonly assertions: readonly Omit<AssertionResult, 'id'>[];
  readonly cited?: JsonValue;
  readonly redacted?: readonly string[];
}

export type SampleStep = SentStep | AskedStep;

export interface SampleCase {
  readonly id: string;
  readonly suite: string;
  readonly title: string;
  readonly polarity: Polarity;
  readonly verifies: readonly string[];
  readonly twin?: string;
  readonly skip?: SkipReason;
  readonly reason?: string;
  readonly attempts?: number;
  readonly steps: readonly SampleStep[];
  /** Verdict when it is not the worst of the assertions. */
  readonly verdict?: Verdict;
}
