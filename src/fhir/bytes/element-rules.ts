import type { JsonObject } from '../../model/json.ts';
import type { FhirVersion } from '../../model/suite.ts';
import type { ObjectRule, Property, RuleBook } from '../compile/rule.ts';
import { createRuleBook } from '../compile/rule-book.ts';
import { coreDefinitions } from '../definitions/store.ts';
import { fhirpathOfPointer } from '../walk/path.ts';

export const FHIR_NAMESPACE = 'http://hl7.org/fhir';
export const XHTML_NAMESPACE = 'http://www.w3.org/1999/xhtml';

/** What XML needs to know of elements that its text does not say: their types, order and repetition. */
export interface ElementRules {
  readonly version: FhirVersion;
  readonly resourceTypes: ReadonlySet<string>;
  readonly ofResource: (type: string) => ObjectRule | undefined;
  /** Of the elements below a property that is no primitive. */
  readonly below: (property: Property) => ObjectRule | undefined;
  /** Of what a primitive has beside its value: an id and extensions. */
  readonly besideValue: ObjectRule | undefined;
  /** The FHIRPath of the place that a pointer names. */
  readonly fhirpathOf: (resource: JsonObject, pointer: string) => string;
}

const known = new Map<FhirVersion, ElementRules>();

/** The rules of the core specification. Profiles change neither types nor order. */
export function elementRules(version: FhirVersion): ElementRules {
  const found =
    known.get(version) ?? rulesFrom(version, createRuleBook(coreDefinitions(version), { inValueSet: () => undefined }));
  known.set(version, found);
  return found;
}

const rulesFrom = (version: FhirVersion, book: RuleBook): ElementRules => ({
  version,
  resourceTypes: book.resourceTypes,
  ofResource: (type) => (book.resourceTypes.has(type) ? book.rule(type) : undefined),
  below: ({ inner, type }) => book.rule(inner ?? type),
  besideValue: book.rule('Element'),
  fhirpathOf: (resource, pointer) => fhirpathOfPointer(book, resource, book.resourceRules(resource), pointer),
});

/**
 * The elements that XML writes as attributes: `id` except of resources, and `url` of extensions
 * (https://hl7.org/fhir/R4/xml.html, https://hl7.org/fhir/STU3/xml.html).
 */
export const isAttribute = (rule: ObjectRule, name: string): boolean =>
  !rule.isResource && (name === 'id' || (name === 'url' && rule.type === 'Extension'));

/** An element that holds a whole resource. */
export const holdsResource = ({ type }: Property): boolean => type === 'Resource' || type === 'DomainResource';
