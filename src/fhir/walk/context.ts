import type { Diagnostic } from '../../model/diagnostic.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { FhirVersion } from '../../model/suite.ts';
import type { ObjectRule, Property, RuleBook, SourcedConstraint } from '../compile/rule.ts';
import type { StructureCheck } from '../compile/structure.ts';
import type { LayeredStore } from '../definitions/layered-store.ts';
import type { Terminology } from '../terminology/terminology.ts';
import type { BrokenPlaces } from './broken.ts';
import type { Frame, Scope } from './frame.ts';

/** The constraints of rules, ready to run. */
export interface Invariants {
  readonly forRule: (rule: ObjectRule) => readonly Invariant[];
  readonly forProperty: (property: Property) => readonly Invariant[];
}

export interface Invariant {
  readonly constraint: SourcedConstraint;
  /** Undefined when the expression cannot be evaluated on this value. */
  readonly holds: (value: JsonValue, scope: Scope) => boolean | undefined;
}

export interface WalkContext {
  readonly store: LayeredStore;
  readonly version: FhirVersion;
  readonly book: RuleBook;
  readonly terminology: Terminology;
  readonly invariants: Invariants;
  readonly structure: StructureCheck;
}

export interface Walk extends WalkContext {
  readonly findings: Diagnostic[];
  readonly broken: BrokenPlaces;
  /** Rules that were not evaluated because of other faults. */
  skipped: number;
  /** The first element with an id, by the place of its resource and the id. */
  readonly elementIds: Map<string, Frame>;
  /** What is remembered of the resource, once there is anything. */
  readonly memory: Memory;
  /** Errors and what is not checked when a resource is held against one rule. */
  readonly against: (walk: Walk, rule: ObjectRule, resource: JsonObject, scope: Scope) => readonly Diagnostic[];
}

interface Memory {
  /** What did not end in time: it is not tried again. */
  runaways?: Set<SourcedConstraint | Property>;
  /** What was found of the targets of references. */
  targets?: Map<JsonObject, Map<ObjectRule, readonly Diagnostic[]>>;
}
