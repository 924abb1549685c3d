import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import type { SourcedConstraint } from '../compile/rule.ts';
import type { Scope } from '../walk/frame.ts';
import { hasNarrativeContent, isAllowedNarrative } from './narrative.ts';

export type Holds = (value: JsonValue, scope: Scope) => boolean | undefined;

/**
 * Constraints whose published expression fails or is slow, written by hand.
 * dom-3: the R4 expression cannot be evaluated as soon as there is a contained resource.
 * txt-1 and txt-2: both are published as the same call of a function that each engine has to bring along.
 */
const BY_HAND: Readonly<Record<string, Holds>> = {
  'dom-3': (value, { resource }) => !isJsonObject(value) || everyContainedIsUsed(value, resource),
  'txt-1': (value) => typeof value !== 'string' || isAllowedNarrative(value),
  'txt-2': (value) => typeof value !== 'string' || hasNarrativeContent(value),
};

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
  // The elements named are not those of the extension that states it.
  'substanceExposureRisk.exists() and code.empty()': 'true',
};

export const byHand = ({ key }: SourcedConstraint): Holds | undefined =>
  Object.hasOwn(BY_HAND, key) ? BY_HAND[key] : undefined;

export const meantBy = ({ expression }: SourcedConstraint): string => CORRECTED[expression] ?? expression;

/** Each contained resource is referred to from its container, or refers to it (https://hl7.org/fhir/R4/references.html#contained). */
function everyContainedIsUsed(container: JsonObject, resource: JsonObject): boolean {
  const contained = container['contained'];
  if (!Array.isArray(contained)) return true;
  const texts = new Set<string>();
  collectTexts(resource, texts);
  return contained.every(
    (item) =>
      !isJsonObject(item) || typeof item['id'] !== 'string' || texts.has(`#${item['id']}`) || refersToContainer(item),
  );
}

function refersToContainer(item: JsonObject): boolean {
  const texts = new Set<string>();
  collectTexts(item, texts);
  return texts.has('#');
}

/** Local references, wherever they are: in a Reference, a uri or a canonical. */
function collectTexts(value: JsonValue, into: Set<string>): void {
  if (typeof value === 'string') {
    if (value.startsWith('#')) into.add(value);
  } else if (typeof value === 'object' && value !== null) {
    for (const below of Object.values(value)) collectTexts(below, into);
  }
}
