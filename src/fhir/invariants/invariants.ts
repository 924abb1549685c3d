import type { FhirVersion } from '../../model/suite.ts';
import type { ObjectRule, Property, RuleBook, SourcedConstraint } from '../compile/rule.ts';
import type { Invariant, Invariants } from '../walk/context.ts';
import { byHand, type Holds, meantBy } from './by-hand.ts';
import { fhirpathEvaluator } from './fhirpath-evaluator.ts';
import { ANYTHING, type Shape, shapeOf } from './shape.ts';
import { translate } from './translate.ts';

/** Where a constraint is stated: the element path and what its values are. */
export interface ConstraintSite {
  readonly path: string;
  readonly shape: Shape;
}

export type CompileConstraint = (constraint: SourcedConstraint, site: ConstraintSite) => Holds;

export function createInvariants(
  version: FhirVersion,
  book: RuleBook,
  compile: CompileConstraint = (constraint, site) => compileConstraint(version, book, constraint, site),
): Invariants {
  const compiled = new Map<readonly SourcedConstraint[], readonly Invariant[]>();

  function invariants(constraints: readonly SourcedConstraint[], site: () => ConstraintSite): readonly Invariant[] {
    const known = compiled.get(constraints);
    if (known) return known;
    const place = site();
    const made = constraints.map((constraint) => ({ constraint, holds: compile(constraint, place) }));
    compiled.set(constraints, made);
    return made;
  }

  return {
    forRule: (rule: ObjectRule) =>
      invariants(rule.constraints, () => ({ path: rule.id, shape: { rules: [rule], primitives: [] } })),
    forProperty: (property: Property) =>
      invariants(property.constraints, () => ({ path: property.id, shape: shapeOf(book, [property]) })),
  };
}

/** By hand, else translated to a closure, else by the FHIRPath engine. */
function compileConstraint(
  version: FhirVersion,
  book: RuleBook,
  constraint: SourcedConstraint,
  site: ConstraintSite,
): Holds {
  return byHand(version, constraint) ?? translated(book, constraint, site) ?? evaluated(version, constraint, site);
}

export function translated(
  book: RuleBook,
  constraint: SourcedConstraint,
  { path, shape }: ConstraintSite,
): Holds | undefined {
  const type = path.split('.')[0] ?? path;
  const owner = book.resourceTypes.has(type) ? book.rule(type) : undefined;
  const resource: Shape = owner ? { rules: [owner], primitives: [] } : ANYTHING;
  return translate(meantBy(constraint), { book, focus: shape, resource, context: shape });
}

export function evaluated(version: FhirVersion, constraint: SourcedConstraint, { path }: ConstraintSite): Holds {
  let evaluator: Holds | undefined;
  return (value, scope) => {
    evaluator ??= fhirpathEvaluator(version, meantBy(constraint), path);
    return evaluator(value, scope);
  };
}
