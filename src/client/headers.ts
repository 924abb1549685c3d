import type { JsonObject } from '../model/json.ts';

/** The headers of every request, of every request with a body, and of a change of something that was read. */
export const HEADERS = {
  every: {
    'Ssp-TraceID': '${uuid.trace}',
    'Ssp-From': '${values.asid.from}',
    'Ssp-To': '${values.asid.to}',
    'Ssp-InteractionID': 'urn:nhs:names:services:careconnect:fhir:rest:${interaction.id}',
    'X-Request-ID': '${uuid.request}',
    Accept: 'application/fhir+${values.format}',
    'Accept-Encoding': 'gzip',
  },
  body: { 'Content-Type': 'application/fhir+${values.format}' },
  change: { 'If-Match': '${etag}' },
} as const satisfies Readonly<Record<string, JsonObject>>;
