import { headerValue, payloadOf } from '../assert/payload.ts';
import type { HttpResponse } from '../model/exchange.ts';
import { isJsonObject } from '../model/json.ts';
import type { FhirVersion } from '../model/suite.ts';
import { selected } from './capture.ts';

/** A resource that the system under test says it has created. */
export interface CreatedResource {
  readonly type: string;
  readonly id: string;
}

/** `[base]/[type]/[id]/_history/[vid]`: https://hl7.org/fhir/STU3/http.html#create. */
const LOCATION = /\/(?<type>[A-Z][A-Za-z]+)\/(?<id>[A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;
/** https://hl7.org/fhir/STU3/datatypes.html#id */
const ID = /^[A-Za-z0-9\-.]{1,64}$/;

/** What a creation created, by its Location or, where that does not say, by its body. */
export function createdBy(response: HttpResponse, version: FhirVersion | undefined): CreatedResource | undefined {
  const { type, id } = LOCATION.exec(headerValue(response.headers, 'Location') ?? '')?.groups ?? {};
  if (type !== undefined && id !== undefined) return { type, id };
  const resource = payloadOf(response, version).read().document?.resource;
  if (!isJsonObject(resource) || typeof resource.id !== 'string' || !ID.test(resource.id)) return undefined;
  return { type: String(resource.resourceType), id: resource.id };
}

/** Whether an expression is true of the resource in a response. */
export function isTrueOf(response: HttpResponse, expression: string, version: FhirVersion | undefined): boolean {
  const found = selected(expression, payloadOf(response, version), version);
  return 'values' in found && found.values[0] === true;
}
