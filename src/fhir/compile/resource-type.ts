import type { Diagnostic } from '../../model/diagnostic.ts';
import type { JsonObject } from '../../model/json.ts';
import type { FhirVersion } from '../../model/suite.ts';
import { suggestion } from '../../schema/suggestion.ts';
import type { RuleBook } from './rule.ts';

/** Where each version lists its resource types. */
export const RESOURCE_LISTS: Readonly<Record<FhirVersion, string>> = {
  stu3: 'https://hl7.org/fhir/STU3/resourcelist.html',
  r4: 'https://hl7.org/fhir/R4/resourcelist.html',
};

/** A resource without a type that the FHIR version has. */
export function noSuchResource(
  { version, resourceTypes }: RuleBook,
  resource: JsonObject,
  pointer: string,
): Diagnostic {
  const type = resource['resourceType'];
  if (typeof type !== 'string') {
    return {
      code: 'NOT_A_RESOURCE',
      severity: 'error',
      message: 'The resource has no resourceType',
      location: { pointer },
      rule: RESOURCE_LISTS[version],
    };
  }
  const guess = suggestion(type, resourceTypes);
  return {
    code: 'UNKNOWN_RESOURCE_TYPE',
    severity: 'error',
    message: `There is no resource type ${type}`,
    ...(guess !== undefined && { hint: `Did you mean "${guess}"?` }),
    location: { pointer },
    rule: RESOURCE_LISTS[version],
  };
}
