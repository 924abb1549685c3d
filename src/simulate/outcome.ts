import { interpolate } from '../message/interpolate.ts';
import type { Scope } from '../message/scope.ts';
import type { JsonObject } from '../model/json.ts';
import type { Check, OutcomeRule, Refusal } from '../model/simulator.ts';

/** The OperationOutcome that says why a check refused the request (https://hl7.org/fhir/STU3/operationoutcome.html). */
export function outcomeOf(check: Check, refusal: Refusal, rule: OutcomeRule, id: string, scope: Scope): JsonObject {
  return {
    resourceType: 'OperationOutcome',
    id,
    ...(rule.profile === undefined ? {} : { meta: { profile: [rule.profile] } }),
    issue: [
      {
        severity: 'error',
        code: refusal.code,
        details: { coding: [{ system: rule.system, code: refusal.details, display: refusal.display }] },
        diagnostics: interpolate(check.says, scope).value ?? check.says,
        ...(check.at === undefined ? {} : { location: [check.at] }),
      },
    ],
  };
}
