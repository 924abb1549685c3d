import type { Validator } from '../fhir/validator.ts';
import { lookUp, type Scope } from '../message/scope.ts';
import { type Diagnostic, isError } from '../model/diagnostic.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import type { FaultsBinding } from '../model/simulator.ts';
import { fill } from './conditions.ts';

/** What a resource does against the profiles, but for the rules in `except`; undefined when there is no resource. */
export function faultsOf(
  binding: FaultsBinding,
  scope: Scope,
  validator: Validator,
): readonly JsonObject[] | undefined {
  const { validate: profiles, of, except = [] } = binding;
  const resource = of === undefined ? lookUp(scope, ['body']) : fill(of, scope);
  if (!isJsonObject(resource)) return undefined;
  const errors = validator.validate(resource, { profiles }).diagnostics.filter(isError);
  return errors.map(faultOf).filter(({ rule }) => !except.includes(rule));
}

/** `rule` is the id of an element or the key of a constraint, whatever definition it stands in. */
function faultOf({ code, message, location, rule = code }: Diagnostic): JsonObject & { readonly rule: string } {
  return { rule: rule.replace(/^.*#/, ''), says: message, at: location?.fhirpath ?? '' };
}
