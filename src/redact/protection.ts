import type { IsDeclared } from './declared.ts';
import type { Rules } from './rules.ts';
import { saysNothing } from './secret-names.ts';
import { isSecretKind, type Kind } from './shapes.ts';
import type { StandIns } from './stand-ins.ts';

/** What decides whether a value may be written, and gives what is written in its place. */
export interface Protection {
  readonly standIns: StandIns;
  /** By what values are called and where they stand. */
  readonly rules: Rules;
  /** Test data, which says nothing of anyone. */
  readonly isDeclared: IsDeclared;
  /** What the suites themselves say, which can be no secret. A configuration may hold secrets. */
  readonly isPublished: IsDeclared;
}

/** Whether a value may be written as it is: a stand-in already, or declared test data. */
export const mayStay = (kind: Kind, value: string, { standIns, isDeclared, isPublished }: Protection): boolean =>
  standIns.issued(value) || (isSecretKind(kind) ? isPublished(value) || saysNothing(value) : isDeclared(value));
