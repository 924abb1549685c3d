import type { Digest } from './digest.ts';
import type { JsonObject } from './json.ts';
import type { RedactionPolicy } from './redaction-policy.ts';
import type { Api, TestCase } from './suite.ts';
import type { SystemUnderTest } from './system-under-test.ts';
import type { TransportPlan } from './tls.ts';
import type { Waiver } from './waiver.ts';

/** A case in its place in the run. Exchanges and generated ids derive from `index`, never from the order of execution. */
export interface PlannedCase extends TestCase {
  /** From 0, in plan order. */
  readonly index: number;
  readonly suite: string;
}

/** Decided before anything is sent, with its reason; outside the counts. */
export interface ExcludedCase {
  readonly id: string;
  readonly suite: string;
  readonly reason: 'not-selected' | 'simulator-only' | 'other-role' | 'plain-http' | 'unattended';
}

/** The code that judges: replay is exact only under the same engine. */
export interface Engine {
  readonly name: 'assay';
  readonly version: string;
  /** SHA-256 over our code and the locked dependencies. */
  readonly digest: string;
  readonly nodeMajor: number;
}

/** A package of conformance resources that the user named, as it lies among the inputs. */
export interface PackageUse {
  readonly file: string;
  /** SHA-256 of the file. */
  readonly sha256: string;
  /** What its manifest calls it. */
  readonly name?: string;
  readonly version?: string;
}

export interface RunPlan {
  readonly schema: 'assay/plan/1';
  readonly engine: Engine;
  /** What the reviewer gave for this run: an older one has another seed, and so other requests. */
  readonly nonce?: string;
  /** The authority that is asked to time-stamp the seal, by its address without query; absent when none is. Whether it did stands beside the seal. */
  readonly timeAuthority?: string;
  /** Random and fresh for each run: at least 128 bits, lower-case hex. */
  readonly salt: string;
  /** Source of every generated id: SHA-256 of the canonical JSON (RFC 8785) of `[nonce or null, salt, selection]`, lower-case hex. */
  readonly seed: string;
  readonly sut: SystemUnderTest;
  readonly api: Api;
  readonly transport?: TransportPlan;
  /** Values of the interface after configuration. */
  readonly values: JsonObject;
  /** NHS numbers among them outside the range for tests, which whoever ran it says are of test patients; absent when there are none. */
  readonly testPatients?: readonly string[];
  /** Every file that the plan was made from. */
  readonly inputs: readonly Digest[];
  readonly packages: readonly PackageUse[];
  /** Absent when there are none. */
  readonly waivers?: readonly Waiver[];
  /** What is redacted beside what always is; absent when that is all. */
  readonly redaction?: RedactionPolicy;
  readonly cases: readonly PlannedCase[];
  readonly excluded: readonly ExcludedCase[];
  /** What was asked for on the command line; planning it again from the same inputs gives the same plan. */
  readonly selection: Selection;
}

export interface Selection {
  /** Case-insensitive substrings of case id, title or suite; a case is kept when any of them matches. Empty keeps all. */
  readonly filter: readonly string[];
  readonly tags: readonly string[];
  /** The target is our own simulator, so simulator-only cases run. */
  readonly simulator: boolean;
  /** Nobody answers questions in this run: cases that need a person are left out. */
  readonly unattended?: boolean;
  /** The command that drives the client prints what its user is shown, and logs: where that shows enough, nobody is asked. */
  readonly prints?: boolean;
}
