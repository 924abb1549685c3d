import type { Diagnostic } from '../../model/diagnostic.ts';
import type { JsonObject } from '../../model/json.ts';
import { suggestion } from '../../schema/suggestion.ts';

/** A resource without a type that the FHIR version has. */
export function noSuchResource(types: ReadonlySet<string>, resource: JsonObject, pointer: string): Diagnostic {
  const type = resource['resourceType'];
  if (typeof type !== 'string') {
    return {
      code: 'NOT_A_RESOURCE',
      severity: 'error',
      message: 'The resource has no resourceType',
      location: { pointer },
      rule: 'resourceType',
    };
  }
  const guess = suggestion(type, types);
  return {
    code: 'UNKNOWN_RESOURCE_TYPE',
    severity: 'error',
    message: `There is no resource type ${type}`,
    ...(guess !== undefined && { hint: `Did you mean "${guess}"?` }),
    location: { pointer },
    rule: 'resourceType',
  };
}
