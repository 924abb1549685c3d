import type { IDENTITY_FACTS, Role } from './system-under-test.ts';

/** A stage on the path to live: what the evidence for it must hold. */
export interface Stage {
  readonly id: string;
  /** As in "complete for INT". */
  readonly title: string;
  readonly role: Role;
  /** Ids of the cases that must have run and passed; never empty. */
  readonly cases: readonly string[];
  /** Ids of the requirements that the stage names and no case verifies: nothing can be complete for it. */
  readonly unverified: readonly string[];
  /** What must be known of the system under test. */
  readonly identity: readonly (typeof IDENTITY_FACTS)[number][];
  /** The environment that the evidence must come from, in capitals or not; absent when any will do. */
  readonly environment?: string;
}

/** What became of a case that a stage asks for, other than a pass. */
export const SHORTFALLS = ['fail', 'error', 'skip', 'not-run'] as const;

/** How far a run is all the test evidence that a stage asks for. */
export interface StageResult {
  readonly id: string;
  readonly title: string;
  readonly complete: boolean;
  /** How many cases must have passed, and how many did. */
  readonly required: number;
  readonly passed: number;
  /** Ids of the others. */
  readonly lacking: Readonly<Record<(typeof SHORTFALLS)[number], readonly string[]>>;
  /** What else is missing, in plain words. */
  readonly missing: readonly string[];
}
