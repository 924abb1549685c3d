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
        diagnostics: fhirText(String(interpolate(check.says, scope).value ?? check.says)),
        ...(check.at === undefined ? {} : { location: [check.at] }),
      },
    ],
  };
}

/** Requests may bring characters that neither a FHIR string (https://hl7.org/fhir/STU3/datatypes.html#string) nor XML can hold. */
const fhirText = (text: string): string => text.replace(UNFIT, '\u{fffd}');
const UNFIT = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;
