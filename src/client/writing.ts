import { FHIR_NAMESPACE } from '../fhir/bytes/element-rules.ts';
import type { HttpRequest } from '../model/exchange.ts';
import type { Writing } from './decisions.ts';

/** Requests come out of `compose` encoded, and with the namespace of FHIR. */
export const WRITING: Writing = { percentEncoding: true, xmlNamespace: true };

export function written(request: HttpRequest, { percentEncoding, xmlNamespace }: Writing): HttpRequest {
  return {
    ...request,
    url: percentEncoding ? request.url : decodeURIComponent(request.url),
    body: xmlNamespace ? request.body : withoutNamespace(request.body),
  };
}

const withoutNamespace = (body: Uint8Array): Uint8Array =>
  Buffer.from(Buffer.from(body).toString('utf8').replace(` xmlns="${FHIR_NAMESPACE}"`, ''), 'utf8');
