import type { JsonValue } from '../../model/json.ts';
import type { FhirVersion } from '../../model/suite.ts';
import type { ObjectRule, Property, RuleBook, SourcedConstraint } from '../compile/rule.ts';
import type { Invariant, Invariants } from '../walk/context.ts';
import type { Scope } from '../walk/frame.ts';
import { fhirpathEvaluator } from './fhirpath-evaluator.ts';

export function createInvariants(version: FhirVersion, _book: RuleBook): Invariants {
  const compiled = new Map<readonly SourcedConstraint[], readonly Invariant[]>();

  function compile(constraints: readonly SourcedConstraint[], type: string): readonly Invariant[] {
    const known = compiled.get(constraints);
    if (known) return known;
    const made = constraints.map((constraint) => ({ constraint, holds: holds(constraint, type) }));
    compiled.set(constraints, made);
    return made;
  }

  function holds(
    { expression }: SourcedConstraint,
    type: string,
  ): (value: JsonValue, scope: Scope) => boolean | undefined {
    let evaluate: ReturnType<typeof fhirpathEvaluator> | undefined;
    return (value, scope) => {
      evaluate ??= fhirpathEvaluator(version, expression, type);
      return evaluate(value, scope);
    };
  }

  return {
    forRule: (rule: ObjectRule) => compile(rule.constraints, rule.id),
    forProperty: (property: Property) => compile(property.constraints, property.id),
  };
}
