import { broken, type Finding, failed, passed, unreadable } from '../assert/kind.ts';
import { headerValue, type Payload, payloadOf } from '../assert/payload.ts';
import { evaluate } from '../fhir/fhirpath.ts';
import { pointerTokens } from '../message/json-pointer.ts';
import { valueAt } from '../message/scope.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Exchange } from '../model/exchange.ts';
import type { JsonValue } from '../model/json.ts';
import type { Capture, FhirVersion } from '../model/suite.ts';

/**
 * What was selected from a payload. A payload that cannot be read is its sender's fault; an expression that cannot be
 * evaluated is a fault of the suite.
 */
export type Selected =
  | { readonly values: readonly JsonValue[] }
  | { readonly unreadable: readonly Diagnostic[] }
  | { readonly problem: Diagnostic };

/** What a FHIRPath selects from a payload. */
export function selected(
  expression: string,
  payload: Payload,
  version: FhirVersion | undefined,
  variables: Readonly<Record<string, JsonValue>> = {},
): Selected {
  const { document, diagnostics } = payload.read();
  if (document === undefined) return { unreadable: diagnostics };
  return evaluate(expression, document.resource, { version, variables });
}

/** What a capture takes from the response of its step: the first value selected. */
export function captured(
  capture: Capture,
  exchange: Exchange,
  version: FhirVersion | undefined,
): JsonValue | undefined {
  const found = captureFrom(capture, exchange, version);
  return 'values' in found ? found.values[0] : undefined;
}

/** A later step needs what a capture takes, so its absence is a finding about the response. */
export function checkCapture(
  name: string,
  capture: Capture,
  exchange: Exchange,
  version: FhirVersion | undefined,
): Finding {
  const { from, select } = capture;
  const found = captureFrom(capture, exchange, version);
  if ('problem' in found) return broken(found.problem, select);
  if ('unreadable' in found) return unreadable('response', select, found.unreadable);
  const [value] = found.values;
  return value === undefined
    ? failed(`The response has no "${name}": nothing at ${from} ${select}`, select, null)
    : passed(`"${name}" was taken from ${from} ${select}`, select, value);
}

function captureFrom({ from, select }: Capture, exchange: Exchange, version: FhirVersion | undefined): Selected {
  if (from === 'header') return valuesOf(headerValue(exchange.response?.headers ?? [], select));
  const payload = payloadOf(exchange.response, version);
  if (from === 'fhirpath') return selected(select, payload, version);
  const tokens = pointerTokens(select);
  if (tokens === undefined) return { problem: noPointer(select) };
  const { document, diagnostics } = payload.read();
  return document === undefined ? { unreadable: diagnostics } : valuesOf(valueAt(document.resource, tokens));
}

const valuesOf = (value: JsonValue | undefined): Selected => ({ values: value === undefined ? [] : [value] });

const noPointer = (text: string): Diagnostic => ({
  code: 'WRONG_VALUE',
  severity: 'error',
  message: `"${text}" is no JSON pointer`,
  rule: 'https://www.rfc-editor.org/rfc/rfc6901#section-3',
});
