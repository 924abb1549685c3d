import type { JsonValue } from '../../model/json.ts';
import type { Invariant, Walk } from './context.ts';
import { type Frame, locationOf, type Scope } from './frame.ts';

export function constraintFindings(
  walk: Walk,
  invariants: readonly Invariant[],
  value: JsonValue,
  frame: Frame,
  scope: Scope,
): void {
  for (const { constraint, holds } of invariants) {
    const verdict = holds(value, scope);
    if (verdict === true) continue;
    const { key, severity, human, expression, source } = constraint;
    const rule = `${source}#${key}`;
    if (verdict === false) {
      const message = `${key}: ${human}`;
      walk.findings.push({ code: 'INVARIANT', severity, message, location: locationOf(frame), rule });
    } else {
      const message = `${key} could not be evaluated here: ${expression}`;
      walk.findings.push({
        code: 'INVARIANT_NOT_CHECKED',
        severity: 'not-checked',
        message,
        location: locationOf(frame),
        rule,
      });
    }
  }
}
