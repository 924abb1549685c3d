import type { RunResult } from '../../model/result.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { ReportInput } from '../report-format.ts';

/** One of two runs, as a comparison needs it. */
export interface ComparedRun extends Pick<ReportInput, 'result' | 'plan'> {
  /** Where it was read from. */
  readonly record?: RunRecord;
}

interface RunRecord {
  /** Name of the bundle, or of the folder of the run. */
  readonly name: string;
  /** SHA-256 of the `results.json` that lies there; of what it would be where there is none. */
  readonly resultsDigest: string;
}

/** A fact that is not the same in both runs; a side that does not have it says nothing. */
export interface Change {
  readonly what: string;
  readonly before?: string;
  readonly after?: string;
}

/** Worse: what was shown of the system before is not shown any more, or something is known to fail that was not. */
export type Direction = 'better' | 'worse' | 'other';

/** A case whose verdict is another, or that is in one of the runs alone. */
export interface CaseChange {
  readonly id: string;
  readonly title: string;
  readonly before?: Verdict;
  readonly after?: Verdict;
  readonly direction: Direction;
  /** In one run alone, since the selection of the other left it out; or failing in both, by other assertions. */
  readonly how?: 'left-out' | 'fails-otherwise';
  /** What was missed first in the later run, or why the case is not in one of them. */
  readonly finding?: string;
}

/** A requirement whose verdict is another, or that other cases verify. */
export interface RequirementChange {
  readonly id: string;
  readonly text: string;
  readonly before?: Verdict;
  readonly after?: Verdict;
  /** Cases that verify it, before and after. */
  readonly cases: readonly [before: number, after: number];
  readonly direction: Direction;
}

/** How long the exchanges of an interaction took in both runs. It depends on more than the system, and is never called worse. */
export interface LatencyChange {
  readonly interaction: string;
  readonly exchanges: readonly [before: number, after: number];
  readonly medianMs: readonly [before: number, after: number];
}

/** What identifies a run, and what it came to. */
export interface RunFacts extends Pick<RunResult, 'runId' | 'startedAt' | 'verdict' | 'counts'> {
  /** Name and version of what was tested. */
  readonly product: string;
  /** Title and version. */
  readonly interface: string;
  /** SHA-256 of `results.json`. */
  readonly resultsDigest: string;
  /** Name of the bundle or folder, where it is known. */
  readonly evidence?: string;
}

/** What is different in the later of two runs. */
export interface Comparison {
  readonly schema: 'assay/comparison/1';
  readonly before: RunFacts;
  readonly after: RunFacts;
  /** Whether anything is worse, by which the command ends. */
  readonly worse: boolean;
  /** Where the two are not of one product, or not of one version of the interface: no comparison of like with like. */
  readonly unlike: readonly Change[];
  readonly system: readonly Change[];
  readonly cases: readonly CaseChange[];
  readonly requirements: readonly RequirementChange[];
  /** Requirements with cases, with cases both ways, and so on. */
  readonly coverage: readonly Change[];
  readonly stages: readonly (Change & { readonly direction: Direction })[];
  readonly waivers: readonly Change[];
  readonly latency: readonly LatencyChange[];
  /** Suites and other inputs of the plan, by their digests. */
  readonly inputs: readonly Change[];
  readonly engine: readonly Change[];
}
