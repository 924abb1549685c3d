import type { JsonObject } from './json.ts';

/** What came of asking a client under test to do something. */
export interface Driven {
  readonly case: string;
  readonly do: string;
  /** As it was handed over. */
  readonly with: JsonObject;
  readonly way: DriveWay;
  /** Of a command; absent when it was stopped, or could not be started. */
  readonly exitCode?: number;
  /** What it said, shortened: standard output of a command, which has what its user is shown where the configuration says so. */
  readonly output: string;
  /** The error stream of a command, shortened; absent when nothing was written there. */
  readonly log?: string;
  /** Where only the end of what was said is kept; absent when all is. */
  readonly cut?: readonly ('output' | 'log')[];
  /** Why it did not come to its end. */
  readonly problem?: string;
  /** Why the client may never have been asked; absent when whoever was to ask it did. */
  readonly unasked?: Unasked;
  /** Members in which something was replaced by stand-ins; absent when there are none. */
  readonly replaced?: readonly string[];
}

/** `left`: the person who was to let it act did not say that it had; `failed`: what was to ask it could not be started or reached. */
export const UNASKED = ['left', 'failed'] as const;
type Unasked = (typeof UNASKED)[number];

export const DRIVE_WAYS = ['command', 'in-process', 'http', 'person', 'nobody'] as const;
/** Who asks the client: `in-process` for Assay's own, which runs in the process of the harness; `nobody` when it acts on its own. */
type DriveWay = (typeof DRIVE_WAYS)[number];
