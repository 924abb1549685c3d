import type { Sent } from '../http/send.ts';
import type { Attachment } from '../model/attachment.ts';
import type { Attested } from '../model/attested.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Exchange, ExchangeRecord, HeaderField, HttpRequest } from '../model/exchange.ts';
import type { PlannedCase } from '../model/plan.ts';
import type { AttestStep, Connection } from '../model/suite.ts';
import type { ObservedSystem } from '../model/system-under-test.ts';

/** An exchange as it was written to the evidence, and as it reads there. */
export interface Recorded {
  readonly record: ExchangeRecord;
  /** With stand-ins in place of what was redacted; the same object as the original when nothing was. */
  readonly redacted: Exchange;
}

export interface PreflightFindings {
  readonly sent: Sent;
  readonly observed?: ObservedSystem;
  readonly problems: readonly Diagnostic[];
}

interface SendingOptions {
  readonly deadlineMs: number;
  /** Absent for the usual way. */
  readonly connection?: Connection;
  /** The time by which the request was composed; it counts as the start of the exchange. */
  readonly at: Date;
  /** In the place of the signal of the run. */
  readonly signal?: AbortSignal;
}

/** A question, and the case that it is about. */
export interface Asked {
  readonly planned: PlannedCase;
  readonly step: AttestStep;
  /** Aborted when it is asked no longer. */
  readonly signal: AbortSignal;
}

export interface Answer extends Omit<Attested, 'case' | 'step' | 'replaced'> {
  /** What the person attached to it, as it lies in the evidence. */
  readonly attachments?: readonly Attachment[];
}

/** All that a run does to the world outside. Tests give their own time; sockets and files are real. */
export interface Io {
  readonly send: (request: HttpRequest, options: SendingOptions) => Promise<Sent>;
  /** Reads the CapabilityStatement of the system under test with these headers. */
  readonly preflight: (headers: readonly HeaderField[]) => Promise<PreflightFindings>;
  /** Redacts an exchange and hands it to the evidence, which has it before the event that names it. */
  readonly record: (exchange: Exchange) => Recorded;
  /** Plain data with stand-ins for what may not be written. */
  readonly redact: <Data>(data: Data) => Data;
  /** Gives what a person says, now or beforehand; undefined when that person cannot say. Absent when there is nobody. */
  readonly ask?: (asked: Asked) => Promise<Answer | 'nobody-there' | undefined>;
  /** What was attached to a case as a whole, as it lies in the evidence. */
  readonly attachedTo?: (caseId: string) => readonly Attachment[];
  readonly now: () => Date;
  /** Milliseconds of a clock that never steps back. */
  readonly monotonicMs: () => number;
  /** Resolves after a time, or at once when it is aborted. */
  readonly sleep: (forMs: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
}
