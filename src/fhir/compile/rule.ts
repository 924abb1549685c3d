import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { FhirVersion } from '../../model/suite.ts';
import type { Aggregation, Binding, Constraint } from '../definitions/structure-definition.ts';

/** What an object of a FHIR resource must be: a resource, a data type, or an element with elements of its own. */
export interface ObjectRule {
  /** Canonical URL of the definition, with `#` and the element id for an object inside it. */
  readonly key: string;
  /** Canonical URL with `|` and version. */
  readonly source: string;
  /** Element id of the object, as `Patient.contact`. */
  readonly id: string;
  /** FHIR type: `Patient`, `HumanName`, `BackboneElement`. */
  readonly type: string;
  readonly isResource: boolean;
  readonly elements: readonly ElementRule[];
  /** Each JSON property, without the `_name` siblings. */
  readonly properties: ReadonlyMap<string, Property>;
  readonly constraints: readonly SourcedConstraint[];
}

export interface SourcedConstraint extends Constraint {
  /** The definition that states it: canonical URL with `|` and version. */
  readonly source: string;
}

/** One element; a choice (`value[x]`) has one property for each type. */
export interface ElementRule {
  /** Without `[x]`. */
  readonly name: string;
  readonly id: string;
  readonly min: number;
  readonly max: number;
  /** A JSON array, whatever `max` says. */
  readonly list: boolean;
  readonly choice: boolean;
  readonly properties: readonly Property[];
  readonly slicing?: Slicing;
}

/** An element with one of its types, or one slice of it: what a value must be. */
export interface Property {
  /** In JSON, as `deceasedBoolean`. */
  readonly name: string;
  readonly element: ElementRule;
  /** Element id including slice names. */
  readonly id: string;
  /** The definition that states it: canonical URL with `|` and version. */
  readonly source: string;
  readonly type: string;
  /** A JSON string, number or boolean with a `_name` sibling. */
  readonly primitive: boolean;
  /** Key of the rule for the elements below, when this definition gives them itself; for a primitive, those of its sibling. */
  readonly inner?: string;
  /** Profiles of the value; it must meet one of them. */
  readonly profiles: readonly string[];
  /** For references: profiles or types of the target; empty allows any. */
  readonly targets: readonly string[];
  /** For references: where the target must be; absent allows any place. */
  readonly aggregation?: readonly Aggregation[];
  readonly binding?: Binding;
  /** Beside the constraints of the value's own type. */
  readonly constraints: readonly SourcedConstraint[];
  readonly fixed?: JsonValue;
  readonly pattern?: JsonValue;
  readonly minValue?: JsonValue;
  readonly maxValue?: JsonValue;
  readonly maxLength?: number;
  readonly regex?: string;
  readonly isModifier: boolean;
}

/** Key of the rule for the `_name` sibling of a primitive: its id and extensions. */
export const siblingKey = ({ inner }: Property): string => inner ?? 'Element';

/** Values of a repeating element told apart. */
export interface Slicing {
  readonly id: string;
  readonly rules: 'open' | 'closed' | 'openAtEnd';
  readonly ordered: boolean;
  readonly slices: readonly Slice[];
}

export interface Slice {
  readonly name: string;
  readonly id: string;
  readonly min: number;
  readonly max: number;
  readonly property: Property;
  /** Whether a value belongs to the slice; absent when the discriminators cannot be evaluated. */
  readonly matches?: (value: JsonValue) => boolean;
  /** What tells its values from others, in words, as `has system "urn:a"`. */
  readonly describe: () => string | undefined;
  /** The slice sliced again. */
  readonly slicing?: Slicing;
}

/** Finds rules by key and for values, building each when it is first needed. */
export interface RuleBook {
  readonly version: FhirVersion;
  readonly resourceTypes: ReadonlySet<string>;
  readonly rule: (key: string) => ObjectRule | undefined;
  /** What a complex value of the property is held against: usually one rule, several when it claims several profiles. */
  readonly rulesFor: (property: Property, value: JsonObject) => readonly ObjectRule[];
  /** What a resource is held against: the profiles that it claims and those given, else its type. */
  readonly resourceRules: (resource: JsonObject, profiles?: readonly string[]) => readonly ObjectRule[];
  /** What a reference may point at; undefined when it may be any resource. */
  readonly targets: (property: Property) => Targets | undefined;
}

/** What a reference may point at. */
export interface Targets {
  /** For each resource type the profiles of which the target must meet one; none when the type is enough. */
  readonly profiles: ReadonlyMap<string, readonly string[]>;
  /** Target profiles that are not at hand, so that even their type is unknown. */
  readonly unknown: readonly string[];
}

/** How a finding names the element of a definition that it is about. */
export const ruleId = (rule: ObjectRule, id: string): string => `${rule.source}#${id}`;
