import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import { type ObjectRule, type Property, type RuleBook, siblingKey } from '../compile/rule.ts';

/** The FHIRPath of the place that a JSON pointer names: choices lose their type, indexes get brackets. */
export function fhirpathOfPointer(
  book: RuleBook,
  resource: JsonObject,
  resourceRules: readonly ObjectRule[],
  pointer: string,
): string {
  let rule = resourceRules[0];
  let value: JsonValue | undefined = resource;
  let path = String(resource['resourceType']);
  let property: Property | undefined;
  for (const segment of pointer.split('/').slice(1)) {
    if (Array.isArray(value)) {
      value = value[Number(segment)];
      path += `[${segment}]`;
    } else {
      property = rule?.properties.get(segment) ?? rule?.properties.get(segment.replace(/^_/, ''));
      path += `.${property?.element.name ?? segment.replaceAll('~1', '/').replaceAll('~0', '~')}`;
      value = isJsonObject(value) ? value[segment] : undefined;
    }
    if (isJsonObject(value) && property) {
      rule = property.primitive ? book.rule(siblingKey(property)) : book.rulesFor(property, value)[0];
    }
  }
  return path;
}
