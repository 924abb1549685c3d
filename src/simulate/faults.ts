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
  return errors
    .map((error) => faultOf(error, String(resource.resourceType)))
    .filter(({ rule }) => !except.includes(rule));
}

/** `rule` is the id of an element or the key of a constraint, whatever definition it stands in. */
function faultOf(
  { code, message, location, rule = code }: Diagnostic,
  type: string,
): JsonObject & { readonly rule: string } {
  return { rule: rule.replace(/^.*#/, ''), says: message, at: xpathOf(type, location?.pointer ?? '') };
}

/** As `issue.location` has it (https://hl7.org/fhir/STU3/operationoutcome-definitions.html): XPath counts from 1. */
const xpathOf = (type: string, pointer: string): string =>
  `/f:${type}${pointer.replace(/\/(\d+)(?=\/|$)/g, (_, index) => `[${Number(index) + 1}]`).replaceAll('/', '/f:')}`;
