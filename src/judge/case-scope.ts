import { headerValue, payloadOf } from '../assert/payload.ts';
import { type Lookup, type Scope, valueAt } from '../message/scope.ts';
import type { HttpRequest, HttpResponse } from '../model/exchange.ts';
import type { JsonValue } from '../model/json.ts';
import type { PlannedCase, RunPlan } from '../model/plan.ts';
import type { FhirVersion } from '../model/suite.ts';
import { captured } from './capture.ts';
import { type CaseRecord, exchangeOf } from './case-record.ts';

/**
 * What the templates of a case can name so far: `values`, `target` (the provider's address), its leases, its captures, and each step that has
 * been carried out, by its id.
 */
export function caseScope(plan: RunPlan, planned: Pick<PlannedCase, 'steps'>, record: CaseRecord): Scope {
  const scope: Record<string, JsonValue | Lookup> = {
    values: plan.values,
    target: plan.sut.answeredBy ?? plan.sut.baseUrl,
    ...record.leases,
  };
  for (const step of planned.steps) {
    const exchange = exchangeOf(record, step.id);
    if (exchange === undefined) continue;
    for (const [name, capture] of Object.entries(step.capture)) {
      const value = captured(capture, exchange, plan.api.fhirVersion);
      if (value !== undefined) scope[name] = value;
    }
    scope[step.id] = stepRoot(exchange, plan.api.fhirVersion);
  }
  return scope;
}

/** `STEP.request.…` and `STEP.response.…`. */
function stepRoot(
  { request, response }: { readonly request: HttpRequest; readonly response?: HttpResponse },
  version: FhirVersion | undefined,
): Lookup {
  return ([message, ...path]) => {
    if (message === 'request') return messageMember(request, path, version);
    if (message === 'response' && response !== undefined) return messageMember(response, path, version);
    return undefined;
  };
}

function messageMember(
  message: HttpRequest | HttpResponse,
  [member, ...path]: readonly string[],
  version: FhirVersion | undefined,
): JsonValue | undefined {
  switch (member) {
    case 'header':
      return path[0] === undefined ? undefined : headerValue(message.headers, path[0]);
    case 'body':
      return valueAt(payloadOf(message, version).read().document?.resource, path);
    case 'status':
      return 'status' in message ? message.status : undefined;
    case 'method':
      return 'method' in message ? message.method : undefined;
    case 'url':
      return 'url' in message ? message.url : undefined;
    default:
      return undefined;
  }
}
