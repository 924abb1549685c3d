import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import type { FhirVersion } from '../../model/suite.ts';
import type { SourcedConstraint } from '../compile/rule.ts';
import { containedById } from '../contained.ts';
import type { Scope } from '../walk/frame.ts';
import { hasNarrativeContent, isAllowedNarrative } from './narrative.ts';

export type Holds = (value: JsonValue, scope: Scope) => boolean | undefined;

/**
 * Constraints whose published expression fails or is slow, written by hand.
 * dom-3: the R4 expression cannot be evaluated as soon as there is a contained resource, the STU3 one takes all references
 * for each contained resource; STU3 counts neither URIs nor what refers to its container.
 * ref-1: the expression takes all contained resources for each reference.
 * txt-1 and txt-2: both are published as the same call of a function that each engine has to bring along.
 */
const BY_HAND: Readonly<Record<FhirVersion, Readonly<Record<string, Holds>>>> = {
  stu3: { 'dom-3': whereObject(everyContainedIsReferenced), ...inBoth() },
  r4: { 'dom-3': whereObject(everyContainedIsUsed), ...inBoth() },
};

function inBoth(): Readonly<Record<string, Holds>> {
  return {
    'ref-1': whereObject(localReferenceIsContained),
    'txt-1': (value) => typeof value !== 'string' || isAllowedNarrative(value),
    'txt-2': (value) => typeof value !== 'string' || hasNarrativeContent(value),
  };
}

function whereObject(holds: (value: JsonObject, scope: Scope) => boolean): Holds {
  return (value, scope) => !isJsonObject(value) || holds(value, scope);
}

/**
 * Published expressions that say something else than their text, with what they mean.
 * Constraints mapped to undefined cannot be evaluated at all and are reported as not checked.
 */
const CORRECTED: Readonly<Record<string, string | undefined>> = {
  // `Boolean` is FHIRPath's type, which no element has; the element's is `boolean`.
  "operator = 'exists' implies (answer is Boolean)": "operator = 'exists' implies (answer is boolean)",
  // A boolean is never equal to a string.
  "reasonCode.empty() or notGiven.empty() or notGiven = 'false'":
    'reasonCode.empty() or notGiven.empty() or notGiven = false',
  // An abatement of another type than boolean makes the middle part say nothing instead of no.
  "abatement.empty() or (abatement as boolean).not()  or clinicalStatus='resolved' or clinicalStatus='remission' or clinicalStatus='inactive'":
    "abatement.empty() or (abatement is boolean and abatement = false) or clinicalStatus='resolved' or clinicalStatus='remission' or clinicalStatus='inactive'",
  // The published text lost its quotes: `#39;` stands where they were.
  "(%resource.kind = #39;.logical#39;. or element.first().path = %resource.type) and element.tail().all(path.startsWith(%resource.snapshot.element.first().path&'.'))":
    "(%resource.kind = 'logical' or element.first().path = %resource.type) and element.tail().all(path.startsWith(%resource.snapshot.element.first().path&'.'))",
  // Run together, `Slot/1` in version 12 is the same as `Slot/11` in version 2; no URL holds a space.
  'entry.where(fullUrl).select(fullUrl&resource.meta.versionId).isDistinct()':
    "entry.where(fullUrl).select(fullUrl & ' ' & resource.meta.versionId).isDistinct()",
  "(type = 'history') or entry.where(fullUrl.exists()).select(fullUrl&resource.meta.versionId).isDistinct()":
    "(type = 'history') or entry.where(fullUrl.exists()).select(fullUrl & ' ' & resource.meta.versionId).isDistinct()",
  // Quantities without a code say nothing of each other, though both be of the same unit or of none.
  'low.empty() or high.empty() or (low <= high)':
    'low.empty() or high.empty() or iif((low.code | high.code).empty() and ((low.unit | high.unit).empty() or low.unit = high.unit), low.value <= high.value, low <= high)',
  // The elements named are not those of the extension that states it.
  'substanceExposureRisk.exists() and code.empty()': 'true',
};

export const byHand = (version: FhirVersion, { key }: SourcedConstraint): Holds | undefined =>
  Object.hasOwn(BY_HAND[version], key) ? BY_HAND[version][key] : undefined;

export const meantBy = ({ expression }: SourcedConstraint): string => CORRECTED[expression] ?? expression;

/** `#` alone is the container (https://hl7.org/fhir/R4/references.html#contained). */
function localReferenceIsContained({ reference }: JsonObject, { rootResource }: Scope): boolean {
  if (typeof reference !== 'string' || !reference.startsWith('#') || reference === '#') return true;
  return containedById(rootResource).has(reference.slice(1));
}

/** Each contained resource is referred to from its container (https://hl7.org/fhir/STU3/references.html#contained). */
function everyContainedIsReferenced(container: JsonObject, { resource }: Scope): boolean {
  if (containedById(container).size === 0) return true;
  const texts = new Set<string>();
  collectTexts(resource, texts, 'reference');
  return [...containedById(container).keys()].every((id) => texts.has(`#${id}`));
}

/** Each contained resource is referred to from its container, or refers to it (https://hl7.org/fhir/R4/references.html#contained). */
function everyContainedIsUsed(container: JsonObject, { resource }: Scope): boolean {
  if (containedById(container).size === 0) return true;
  const texts = new Set<string>();
  collectTexts(resource, texts);
  return [...containedById(container)].every(([id, item]) => texts.has(`#${id}`) || refersToContainer(item));
}

function refersToContainer(item: JsonObject): boolean {
  const texts = new Set<string>();
  collectTexts(item, texts);
  return texts.has('#');
}

/** Local references, in members of one name or wherever they are: in a Reference, a uri or a canonical. */
function collectTexts(value: JsonValue, into: Set<string>, wanted?: string, name?: string): void {
  if (typeof value === 'string') {
    if (value.startsWith('#') && (wanted === undefined || name === wanted)) into.add(value);
  } else if (Array.isArray(value)) {
    for (const below of value) collectTexts(below, into, wanted, name);
  } else if (isJsonObject(value)) {
    for (const [member, below] of Object.entries(value)) collectTexts(below, into, wanted, member);
  }
}
