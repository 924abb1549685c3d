import { headerValue, type Payload, payloadOf } from '../assert/payload.ts';
import { evaluate } from '../fhir/fhirpath.ts';
import { pointerTokens } from '../message/json-pointer.ts';
import { valueAt } from '../message/scope.ts';
import type { Exchange } from '../model/exchange.ts';
import type { JsonValue } from '../model/json.ts';
import type { Capture, FhirVersion } from '../model/suite.ts';

/** The value that a capture takes from the response of its step; undefined when it is not there. */
export function captured(capture: Capture, exchange: Exchange, version: FhirVersion): JsonValue | undefined {
  if (capture.from === 'header') return headerValue(exchange.response?.headers ?? [], capture.select);
  const payload = payloadOf(exchange.response, version);
  if (capture.from === 'fhirpath') return selected(capture.select, payload, version)[0];
  return valueAt(payload.read().document?.resource, pointerTokens(capture.select) ?? []);
}

/** What a FHIRPath selects from a payload; nothing when the payload cannot be read. */
export function selected(
  expression: string,
  payload: Payload,
  version: FhirVersion,
  variables: Readonly<Record<string, JsonValue>> = {},
): readonly JsonValue[] {
  const { document } = payload.read();
  if (document === undefined) return [];
  const evaluated = evaluate(expression, document.resource, { version, variables });
  return 'values' in evaluated ? evaluated.values : [];
}
