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
  /** What it said, shortened. */
  readonly output: string;
  /** Why it did not come to its end. */
  readonly problem?: string;
}

export const DRIVE_WAYS = ['command', 'http', 'nobody'] as const;
/** Who asks the client; `nobody` when it acts on its own. */
type DriveWay = (typeof DRIVE_WAYS)[number];
