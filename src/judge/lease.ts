import { payloadOf } from '../assert/payload.ts';
import type { Exchange } from '../model/exchange.ts';
import type { JsonValue } from '../model/json.ts';
import type { FhirVersion } from '../model/suite.ts';
import { selected } from './capture.ts';

/** What a lease may take from a response. */
export function leaseCandidates(
  expression: string,
  exchange: Exchange,
  version: FhirVersion,
  variables: Readonly<Record<string, JsonValue>>,
): readonly JsonValue[] {
  return selected(expression, payloadOf(exchange.response, version), version, variables);
}
