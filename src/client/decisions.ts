import type { Outcome } from '../model/exchange.ts';
import type { Change } from '../model/simulator.ts';
import type { Mutation, RequestDeclarations, Template } from '../model/suite.ts';

/**
 * Everything that a booking client decides, as data. The decisions of a correct client lie beside the code that follows them;
 * a defect is a patch of them.
 */
export interface Decisions {
  readonly requests: RequestDeclarations;
  /** The appointment to book, as a template that reads `slot`, `values`, `uuid` and `now`. */
  readonly booking: Template;
  /** Changes of every request after it has been composed; who does all of it right needs none. */
  readonly mutations: readonly Mutation[];
  readonly writing: Writing;
  readonly retry: RetryPolicy;
  readonly redirects: 'refuse' | 'follow';
  /** Whose certificate is accepted. */
  readonly trusts: 'authorities' | 'anybody';
  readonly cancelling: Cancelling;
  /** Statuses of the slots that are offered. */
  readonly offers: readonly string[];
  readonly telling: Telling;
  readonly logging: Logging;
}

/** What becomes of a request on its way to the wire. */
export interface Writing {
  readonly percentEncoding: boolean;
  readonly xmlNamespace: boolean;
}

/** Which requests are made again as they were, when, and how often. */
export interface RetryPolicy {
  readonly statuses: readonly number[];
  /** Ways in which there was no reply. */
  readonly withoutReply: readonly Outcome[];
  /** All attempts together. */
  readonly attempts: number;
  readonly requestId: 'same' | 'new';
  /** Before the second attempt; before each further one twice as long. */
  readonly pauseMs: number;
  /** Who asks for a longer pause (Retry-After) is not asked again. */
  readonly longestPauseMs: number;
}

export interface Cancelling {
  /** Changes of the appointment that was read. */
  readonly edits: readonly Change[];
  /** Elements that are sent back; all when absent. */
  readonly keeps?: readonly string[];
  readonly conflict: {
    readonly statuses: readonly number[];
    /** How often the appointment is put again. */
    readonly times: number;
    /** Which appointment is changed and put again. */
    readonly changing: 'what-is-read-again' | 'what-was-read-first';
  };
}

/** What users are shown. */
export interface Telling {
  /** Reads `sentence`, `status` and `issue` (the first code of the refusal). */
  readonly trouble: Template;
  /** IANA time zone in which times are shown. */
  readonly timeZone: string;
}

/** What a line about an error has beside the time, the method, the path and the status. */
export interface Logging {
  /** Headers, of the request before those of the response. */
  readonly headers: readonly string[];
  /** The query may hold an NHS number. */
  readonly query: boolean;
}

/** A fault on demand: one decision, made wrongly. */
interface ClientDefect {
  readonly title: string;
  readonly patch: readonly Change[];
  /** The rule that it breaks: an annotation key or a requirement of the interface. */
  readonly breaks: string;
  /** The cases that are about it; others may fail because the provider refuses what is wrong. */
  readonly fails: readonly string[];
}

/** By name. */
export type ClientDefects = Readonly<Record<string, ClientDefect>>;
