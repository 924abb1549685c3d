import type { IsDeclared } from './declared.ts';
import type { StandIns } from './stand-ins.ts';

/** What decides whether a value may be written, and gives what is written in its place. */
export interface Protection {
  readonly standIns: StandIns;
  readonly isDeclared: IsDeclared;
}
