import type { Scope } from '../message/scope.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { Check, OutcomeRefusal, OutcomeRule } from '../model/simulator.ts';
import { fill } from './conditions.ts';

/** What the issues of a refusal say. */
export type Reason = Pick<Check, 'each' | 'says' | 'at'>;

/** The OperationOutcome that says why the request was refused (https://hl7.org/fhir/STU3/operationoutcome.html). */
export function outcomeOf(
  reason: Reason,
  refusal: OutcomeRefusal,
  rule: OutcomeRule,
  id: string,
  scope: Scope,
): JsonObject {
  const list = reason.each === undefined ? undefined : fill(reason.each, scope);
  const scopes = Array.isArray(list)
    ? (list as readonly JsonValue[]).map((each): Scope => ({ ...scope, each }))
    : [scope];
  return {
    resourceType: 'OperationOutcome',
    id,
    ...(rule.profile === undefined ? {} : { meta: { profile: [rule.profile] } }),
    issue: scopes.map((within) => issueOf(reason, refusal, rule.system, within)),
  };
}

function issueOf({ says, at }: Reason, refusal: OutcomeRefusal, system: string, scope: Scope): JsonObject {
  const text = (template: string): string => fhirText(String(fill(template, scope) ?? template));
  return {
    severity: 'error',
    code: refusal.code,
    details: { coding: [{ system, code: refusal.details, display: refusal.display }] },
    diagnostics: text(says),
    ...(at === undefined ? {} : { location: [text(at)] }),
  };
}

/** Requests may bring characters that neither a FHIR string (https://hl7.org/fhir/STU3/datatypes.html#string) nor XML can hold. */
const fhirText = (text: string): string => text.replace(UNFIT, '\u{fffd}');
const UNFIT = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;
