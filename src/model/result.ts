import type { Attached } from './attachment.ts';
import type { Attested } from './attested.ts';
import type { Disagreement, SourceStance } from './citation.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Driven } from './driven.ts';
import type { ClassCounts, ExchangeRecord } from './exchange.ts';
import type { JsonValue } from './json.ts';
import type { Engine, ExcludedCase } from './plan.ts';
import type { Refused } from './refusal.ts';
import type { Requirement } from './requirement.ts';
import type { Resumption } from './resumption.ts';
import type { StageResult } from './stage.ts';
import type { Mutation, Polarity } from './suite.ts';
import type { ObservedSystem, SystemUnderTest } from './system-under-test.ts';
import type { Verdict, VerdictCounts } from './verdict.ts';
import type { WaiverResult } from './waiver.ts';

/** The outcome of one assertion, kept whether it passed or not. */
export interface AssertionResult {
  /** `<case>/<step>/<n>`, n from 1. */
  readonly id: string;
  readonly kind: string;
  readonly verdict: Verdict;
  /** In plain words: what was looked at and what was found. */
  readonly message: string;
  readonly expected: JsonValue;
  readonly actual: JsonValue;
  readonly diagnostics: readonly Diagnostic[];
  /** Sources that ask for what the system did, when the assertion cites any. */
  readonly follows: readonly string[];
  /** Redacted fields without which the verdict would differ; replay takes such an assertion from the journal. */
  readonly restsOn: readonly string[];
  /** Requirement ids, where the assertion names any. */
  readonly verifies?: readonly string[];
  /** What must be so, in the words of the suite, where it has any. */
  readonly says?: string;
}

/** An attempt at a case that was cut short when the run stopped; nothing of it counts. */
interface EarlierAttempt {
  readonly attempt: number;
  readonly exchanges: readonly ExchangeRecord[];
}

/** Why a case was not judged. */
export type SkipReason = 'preflight' | 'twin' | 'test-data' | 'not-configured' | 'unattested' | 'interrupted';

/** A step as planned, with what came of it in the attempt that counts. */
export interface StepResult {
  readonly id: string;
  readonly title?: string;
  /** Worst of its assertions; absent when none was evaluated, as in a step that was not reached. */
  readonly verdict?: Verdict;
  /** What a person answered to its question. */
  readonly attested?: Omit<Attested, 'case' | 'step'>;
  readonly exchanges: readonly ExchangeRecord[];
  readonly assertions: readonly AssertionResult[];
}

export interface CaseResult {
  readonly id: string;
  readonly suite: string;
  readonly title: string;
  readonly polarity: Polarity;
  readonly verifies: readonly string[];
  readonly tags: readonly string[];
  readonly twin?: string;
  /** For a negative: exactly what differs from the twin. */
  readonly mutations: readonly Mutation[];
  readonly verdict: Verdict;
  readonly skipReason?: SkipReason;
  /** Why it was skipped or broke, in plain words. */
  readonly reason?: string;
  /** The attempt that counts, from 1: the last one. 0 when the case was never started. */
  readonly attempt: number;
  /** Absent when there is none. */
  readonly earlierAttempts?: readonly EarlierAttempt[];
  /** What a person attached to it, or to the answers in it; absent when there is nothing. */
  readonly attachments?: readonly Omit<Attached, 'case'>[];
  /** What came of asking a client under test. */
  readonly driven?: Omit<Driven, 'case'>;
  /** What a client under test sent and no step awaited; absent when there is none. */
  readonly unexpected?: readonly ExchangeRecord[];
  /** Every planned step, also those that were not reached. */
  readonly steps: readonly StepResult[];
  /** Id of the step that the case is about; the steps before it set the scene. */
  readonly act: string;
  /** How often a rule applied and could not be evaluated. */
  readonly notChecked: number;
  readonly durationMs: number;
}

/**
 * What became of something that a case made: it was undone; it was gone already; it was kept, as asked for; it could not be undone; or
 * nobody knows whether it was made at all, for its request was not answered.
 */
export const CLEAN_UP_STATES = ['undone', 'gone', 'kept', 'left', 'unknown'] as const;
export type CleanUpState = (typeof CLEAN_UP_STATES)[number];

/** Something that a case made at the system under test, after the run. It has no verdict, and counts for none. */
export interface CleanedUp {
  readonly case: string;
  /** Id of the exchange that made it. */
  readonly madeBy: string;
  /** As the interface calls the undoing. */
  readonly title: string;
  /** `Appointment/123`; absent when the response did not say. */
  readonly resource?: string;
  readonly state: CleanUpState;
  /** Why it is not undone, in plain words. */
  readonly reason?: string;
}

/** Clients that were turned away in a run, for one reason. */
export interface RefusedInRun extends Refused {
  /** The cases in which that was, in the order of the run. */
  readonly cases: readonly string[];
}

/** What the run learned of the system under test before the first case. */
export interface PreflightResult {
  readonly observed?: ObservedSystem;
  readonly problems: readonly Diagnostic[];
  readonly exchanges: readonly ExchangeRecord[];
}

/** A requirement of the role under test, with the cases of this run that verify it. */
export interface RequirementResult extends Omit<Requirement, 'role'> {
  readonly positive: readonly string[];
  readonly negative: readonly string[];
  /**
   * The conclusion from its cases; absent when no case of this run verifies it. A case in which assertions name the requirement counts
   * with these, once all of them are judged.
   */
  readonly verdict?: Verdict;
  /** Why it is a skip though all its cases passed: they do not show what it is about. */
  readonly notShown?: string;
  /** How many rules applied in what counts for it and could not be evaluated. */
  readonly notChecked: number;
}

/** The fold of the journal: the normative result of a run. */
export interface RunResult {
  readonly schema: 'assay/results/1';
  readonly runId: string;
  readonly startedAt: string;
  readonly finishedAt?: string;
  /** Absent when the run went through without a stop. */
  readonly resumed?: readonly Resumption[];
  /** False when the journal ends before `run-finished`. */
  readonly complete: boolean;
  readonly verdict: Verdict;
  readonly counts: { readonly all: VerdictCounts; readonly positive: VerdictCounts; readonly negative: VerdictCounts };
  /** Without a FHIR version when the interface does not speak FHIR. */
  readonly api: {
    readonly id: string;
    readonly title: string;
    readonly version: string;
    readonly fhirVersion?: string;
  };
  readonly engine: Engine;
  readonly planDigest: string;
  readonly sut: SystemUnderTest;
  readonly preflight: PreflightResult;
  /** How often the system under test asked to be asked again later, and how long that was waited for. */
  readonly heldBack: { readonly times: number; readonly waitedMs: number };
  /** Who was turned away while a client was tested, by kind. */
  readonly refused: readonly RefusedInRun[];
  /** What the cases made, in plan order; empty when the system under test ended with the run. */
  readonly cleanedUp: readonly CleanedUp[];
  /** Empty when the evidence can be submitted; otherwise what it lacks, in plain words. */
  readonly notForSubmission: readonly string[];
  readonly cases: readonly CaseResult[];
  readonly excluded: readonly ExcludedCase[];
  readonly requirements: readonly RequirementResult[];
  /** What was waived, and whether it had to be; absent when nothing was. */
  readonly waivers?: readonly WaiverResult[];
  /** Where the cited sources ask for different things: what the system under test did, and how far it follows each source. */
  readonly disagreements: readonly Disagreement[];
  readonly sources: readonly SourceStance[];
  /** Whether the run is the test evidence that each stage of the path to live asks for. */
  readonly stages: readonly StageResult[];
  /** How often, in all cases, a rule applied and could not be evaluated. */
  readonly notChecked: number;
  /** Values replaced by stand-ins in all messages of the run. */
  readonly redactions: number;
  /** How many values of each class; absent when there are none. */
  readonly redactedValues?: ClassCounts;
}
