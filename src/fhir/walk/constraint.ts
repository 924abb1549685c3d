import type { Diagnostic } from '../../model/diagnostic.ts';
import type { JsonValue } from '../../model/json.ts';
import { TimeLimitError } from '../../model/within-time.ts';
import type { SourcedConstraint } from '../compile/rule.ts';
import type { Invariant, Walk } from './context.ts';
import { type Frame, locationOf, type Scope } from './frame.ts';

export function constraintFindings(
  walk: Walk,
  invariants: readonly Invariant[],
  value: JsonValue,
  frame: Frame,
  scope: Scope,
): void {
  for (const invariant of invariants) {
    const verdict = verdictOf(walk, invariant, value, scope);
    if (verdict === true) continue;
    const { source, key } = invariant.constraint;
    walk.findings.push({
      ...told(invariant.constraint, verdict),
      location: locationOf(frame),
      rule: `${source}#${key}`,
    });
  }
}

type Verdict = boolean | 'cannot be evaluated' | 'ran away';

function verdictOf(walk: Walk, { constraint, holds }: Invariant, value: JsonValue, scope: Scope): Verdict {
  if (walk.memory.runaways?.has(constraint)) return 'ran away';
  try {
    return holds(value, scope) ?? 'cannot be evaluated';
  } catch (cause) {
    if (!(cause instanceof TimeLimitError)) throw cause;
    walk.memory.runaways = (walk.memory.runaways ?? new Set()).add(constraint);
    return 'ran away';
  }
}

function told(
  { key, severity, human, expression }: SourcedConstraint,
  verdict: Exclude<Verdict, true>,
): Pick<Diagnostic, 'code' | 'severity' | 'message'> {
  switch (verdict) {
    case false:
      return { code: 'INVARIANT', severity, message: `${key}: ${human}` };
    case 'ran away':
      return {
        code: 'REGEX_TIMEOUT',
        severity: 'not-checked',
        message: `${key} was stopped, for it ran away: ${expression}`,
      };
    default:
      return {
        code: 'INVARIANT_NOT_CHECKED',
        severity: 'not-checked',
        message: `${key} could not be evaluated here: ${expression === '' ? 'it has no FHIRPath' : expression}`,
      };
  }
}
