import { broken, type Finding, passed, unreadable } from '../assert/kind.ts';
import { payloadOf } from '../assert/payload.ts';
import type { Exchange } from '../model/exchange.ts';
import { isJsonObject, type JsonValue } from '../model/json.ts';
import type { FhirVersion } from '../model/suite.ts';
import { type Selected, selected } from './capture.ts';

/** What a lease may take from a response. */
export function leaseCandidates(
  expression: string,
  exchange: Exchange,
  version: FhirVersion,
  variables: Readonly<Record<string, JsonValue>>,
): Selected {
  return selected(expression, payloadOf(exchange.response, version), version, variables);
}

/** Whether the case has what it wanted to lease: `leased` is what it took. That nothing is left is nobody's fault, and skips the case. */
export function checkLease(
  name: string,
  expression: string,
  candidates: Selected,
  leased: JsonValue | undefined,
): Finding {
  if ('problem' in candidates) return broken(candidates.problem, expression);
  if ('unreadable' in candidates) return unreadable('response', expression, candidates.unreadable);
  if (leased !== undefined) return passed(`The case took a ${name} for itself`, expression, briefly(leased));
  return {
    verdict: 'skip',
    message: `The system under test offers no ${name} that this run has not used yet`,
    expected: expression,
    actual: null,
  };
}

const briefly = (value: JsonValue): JsonValue =>
  isJsonObject(value) && typeof value.id === 'string' ? `${String(value.resourceType)}/${value.id}` : value;
