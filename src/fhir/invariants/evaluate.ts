import type { JsonValue } from '../../model/json.ts';
import type { Scope } from '../walk/frame.ts';
import type { Values } from './values.ts';

/** What an expression is evaluated in. */
export interface Environment extends Scope {
  /** `%context`. */
  readonly context: JsonValue;
}

/** A translated expression; `focus` is `$this`. */
export type Evaluate = (focus: Values, environment: Environment) => Values;
