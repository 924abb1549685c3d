import type { Diagnostic } from '../../model/diagnostic.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import { type ElementRule, type ObjectRule, type Property, siblingKey } from '../compile/rule.ts';
import { demandedProfile, sliceProperty } from '../compile/rule-book.ts';
import { bindingFindings } from './binding.ts';
import { BrokenPlaces } from './broken.ts';
import { bundleIndex } from './bundle.ts';
import { constraintFindings } from './constraint.ts';
import { containedFindings } from './contained.ts';
import type { Walk, WalkContext } from './context.ts';
import { elementIdFindings } from './element-id.ts';
import { extensionFindings } from './extension.ts';
import { type Frame, locationOf, rootFrame, type Scope, scopeOfContained } from './frame.ts';
import { fullUrlFindings } from './full-url.ts';
import { type CheckedProfile, checkProfiles, undecidedProfile } from './profile.ts';
import { hasRange, rangeFindings } from './range.ts';
import { targetFindings } from './reference.ts';
import { regexFindings } from './regex.ts';
import { asksOfSlice, sliceValueFindings } from './slice-value.ts';
import { slicingFindings } from './slices.ts';

export interface WalkResult {
  readonly findings: readonly Diagnostic[];
  readonly profiles: readonly CheckedProfile[];
}

/** Everything that the JSON structure alone does not show: profiles, slices, extensions, references, bindings, constraints. */
export function walkResource(
  context: WalkContext,
  resource: JsonObject,
  rules: readonly ObjectRule[],
  asked: readonly string[],
  broken: BrokenPlaces,
  findings: Diagnostic[] = [],
): WalkResult {
  const walk: Walk = {
    ...context,
    findings,
    broken,
    skipped: 0,
    elementIds: new Map(),
    memory: {},
    against: heldAgainst,
  };
  const frame = rootFrame(resource, rules[0]);
  const scope = { resource, rootResource: resource };
  const profiles = checkProfiles(walk, resource, rules, asked, frame);
  for (const rule of rules) walkObject(walk, rule, resource, frame, inside(rule, resource, scope));
  if (walk.skipped > 0) walk.findings.push(skippedConstraints(walk.skipped, frame));
  return { findings: walk.findings, profiles };
}

/**
 * A resource that a reference points at is held against a target profile; once, and while that is done a reference back to
 * it is taken to be right.
 */
function heldAgainst(outer: Walk, rule: ObjectRule, resource: JsonObject, scope: Scope): readonly Diagnostic[] {
  outer.memory.targets ??= new Map();
  const told = outer.memory.targets.get(resource) ?? new Map<ObjectRule, readonly Diagnostic[]>();
  outer.memory.targets.set(resource, told);
  const known = told.get(rule);
  if (known) return known;
  told.set(rule, []);
  const faults = outer.structure.check(resource, [rule]);
  const broken = new BrokenPlaces(resource, faults);
  const walk: Walk = { ...outer, findings: [], broken, skipped: 0, elementIds: new Map() };
  walkObject(walk, rule, resource, rootFrame(resource, rule), inside(rule, resource, scope));
  const findings = [...faults, ...walk.findings].filter(
    ({ severity }) => severity === 'error' || severity === 'not-checked',
  );
  told.set(rule, findings);
  return findings;
}

const skippedConstraints = (count: number, frame: Frame): Diagnostic => ({
  code: 'INVARIANT_NOT_CHECKED',
  severity: 'not-checked',
  message: `${count} rules were not evaluated, because the elements that they are about have other faults`,
  hint: 'Mend those first',
  location: locationOf(frame),
});

function inside(rule: ObjectRule, resource: JsonObject, scope: Scope): Scope {
  return rule.type === 'Bundle' ? { ...scope, bundle: bundleIndex(resource) } : scope;
}

function walkObject(walk: Walk, rule: ObjectRule, value: JsonObject, frame: Frame, scope: Scope): void {
  if (value['id'] !== undefined) elementIdFindings(walk, rule, value['id'], frame);
  for (const name in value) {
    const isSibling = name.charCodeAt(0) === UNDERSCORE;
    const property = rule.properties.get(isSibling ? name.slice(1) : name);
    const below = value[name];
    if (!property || below === undefined) continue;
    if (property.primitive) {
      if (isSibling) walkSiblings(walk, property, name, below, frame, scope);
      else {
        walkPrimitives(walk, property, below, frame, scope);
        if (property.inner !== undefined) bareFindings(walk, property, below, value[`_${name}`], frame);
      }
    } else walkComplex(walk, property, below, frame, scope);
    if (property.element.slicing) slicingFindings(walk, property.element, below, frame);
    if (name === 'entry' && rule.type === 'Bundle') fullUrlFindings(walk, below, frame);
    if (name === 'contained' && rule.isResource) containedFindings(walk, below, frame);
  }
  for (const element of rule.elements) {
    if (element.slicing && element.properties.every(({ name }) => value[name] === undefined)) {
      slicingFindings(walk, element, [], frame);
    }
  }
  const invariants = walk.invariants.forRule(rule);
  if (walk.broken.touches(frame)) {
    walk.skipped += invariants.length + (rule.type === 'Extension' ? 1 : 0);
    return;
  }
  if (rule.type === 'Extension') extensionFindings(walk, value, frame, scope);
  constraintFindings(walk, invariants, value, frame, scope);
}

const UNDERSCORE = 95;

function frameOf(
  { element, type }: Property,
  property: string,
  value: JsonValue,
  index: number | undefined,
  parent: Frame,
  rule?: ObjectRule,
): Frame {
  return { parent, property, name: element.name, index, value, type, rule };
}

/** The values of a JSON property: the items of an array with their index, or the value itself. */
function eachItem(value: JsonValue, visit: (item: JsonValue, index: number | undefined) => void): void {
  if (!Array.isArray(value)) visit(value, undefined);
  else for (let index = 0; index < value.length; index += 1) visit(value[index] ?? null, index);
}

function walkComplex(walk: Walk, property: Property, values: JsonValue, parent: Frame, scope: Scope): void {
  eachItem(values, (value, index) => {
    if (!isJsonObject(value)) return;
    const rules = walk.book.rulesFor(property, value);
    const frame = frameOf(property, property.name, value, index, parent, rules[0]);
    for (const rule of rules) {
      if (!rule.isResource) walkObject(walk, rule, value, frame, scope);
      else walkObject(walk, rule, value, frame, inside(rule, value, nested(walk, property, value, scope)));
    }
    const chosen = property.element.slicing ? sliceProperty(property, value) : property;
    if (rules[0]?.isResource) checkProfiles(walk, value, rules, demandedProfile(chosen), frame);
    else if (chosen.profiles.length > 0) undecidedProfile(walk, chosen, frame);
    propertyFindings(walk, chosen, value, frame, scope);
  });
}

/** An entry of a Bundle, or a resource of any other element than `contained`, stands for itself. */
function nested(walk: Walk, property: Property, resource: JsonObject, scope: Scope): Scope {
  if (property.name === 'contained') return scopeOfContained(walk, resource, scope);
  return { ...scope, resource, rootResource: resource };
}

function walkPrimitives(walk: Walk, property: Property, values: JsonValue, parent: Frame, scope: Scope): void {
  if (!asksMore(property) && property.element.slicing === undefined) return;
  eachItem(values, (value, index) => {
    if (value === null) return;
    const frame = frameOf(property, property.name, value, index, parent);
    const chosen = property.element.slicing ? sliceProperty(property, value) : property;
    if (chosen.profiles.length > 0) undecidedProfile(walk, chosen, frame);
    propertyFindings(walk, chosen, value, frame, scope);
  });
}

/** Extensions of primitives; their place is that of the `_name` sibling in JSON and of the element in FHIRPath. */
function walkSiblings(
  walk: Walk,
  property: Property,
  sibling: string,
  values: JsonValue,
  parent: Frame,
  scope: Scope,
): void {
  const rule = walk.book.rule(siblingKey(property));
  eachItem(values, (value, index) => {
    const frame = frameOf(property, sibling, value, index, parent);
    if (rule && isJsonObject(value)) walkObject(walk, rule, value, frame, scope);
  });
}

/** A value without sibling lacks what is asked of its extensions. */
function bareFindings(
  walk: Walk,
  property: Property,
  values: JsonValue,
  siblings: JsonValue | undefined,
  parent: Frame,
): void {
  const elements = walk.book.rule(siblingKey(property))?.elements ?? [];
  eachItem(values, (value, index) => {
    const sibling = index === undefined || !Array.isArray(siblings) ? siblings : siblings[index];
    if (value === null || isJsonObject(sibling)) return;
    const frame = frameOf(property, `_${property.name}`, {}, index, parent);
    for (const element of elements) {
      if (element.min > 0) walk.findings.push(missingBeside(property, element, frame));
      else if (element.slicing) slicingFindings(walk, element, [], frame);
    }
  });
}

function missingBeside(property: Property, element: ElementRule, parent: Frame): Diagnostic {
  const { name, type } = element.properties[0] ?? property;
  return {
    code: 'MISSING_ELEMENT',
    severity: 'error',
    message: `${property.id} lacks ${element.name}, which is required`,
    location: locationOf({ parent, property: name, name, index: undefined, value: [], type, rule: undefined }),
    rule: `${property.source}#${element.id}`,
  };
}

const asksMore = (property: Property): boolean =>
  (property.binding !== undefined && property.binding.strength !== 'example') ||
  property.constraints.length > 0 ||
  property.type === 'Reference' ||
  property.regex !== undefined ||
  (property.primitive && property.profiles.length > 0) ||
  asksOfSlice(property) ||
  hasRange(property);

/** What the element asks of the value beside the value's own type. */
function propertyFindings(walk: Walk, property: Property, value: JsonValue, frame: Frame, scope: Scope): void {
  if (!asksMore(property)) return;
  const { constraints } = property;
  if (walk.broken.touches(frame)) {
    walk.skipped += Math.max(1, constraints.length);
    return;
  }
  if (asksOfSlice(property)) sliceValueFindings(walk, property, value, frame);
  bindingFindings(walk, property, value, frame);
  if (typeof value === 'string') regexFindings(walk, property, value, frame);
  if (hasRange(property)) rangeFindings(walk, property, value, frame);
  if (property.type === 'Reference') targetFindings(walk, property, value, frame, scope);
  if (constraints.length > 0) constraintFindings(walk, walk.invariants.forProperty(property), value, frame, scope);
}
