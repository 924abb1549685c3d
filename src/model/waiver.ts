import type { SourceRef } from './diagnostic.ts';

/** Where the waivers of a run lie among its inputs, whatever the file was called. */
export const WAIVERS_FILE = 'waivers.yaml';

/** A shortfall that somebody knows of and answers for. It is shown with the verdict that it is about, which stays what it is. */
export interface Waiver {
  readonly of: 'requirement' | 'case';
  /** Of the requirement or the case. */
  readonly id: string;
  /** Who answers for it. */
  readonly owner: string;
  readonly reason: string;
  /** What is done so that nobody comes to harm meanwhile. */
  readonly mitigation: string;
  /** The last day on which it holds, UTC, as `2027-03-31`. */
  readonly expires: string;
  readonly source: SourceRef;
}

/**
 * Whether a run needs a waiver: `in-force`, what it is about failed; `unused`, it passed; `not-judged`, it was skipped, broke or was not
 * in the run; `expired`, its last day was over when the run began.
 */
export type WaiverState = 'in-force' | 'unused' | 'not-judged' | 'expired';

export interface WaiverResult extends Waiver {
  readonly state: WaiverState;
}

/** Whether its last day is over. Days in the form of RFC 3339 are in order as texts are. */
export const isExpired = ({ expires }: Pick<Waiver, 'expires'>, at: string): boolean => at.slice(0, 10) > expires;
