import { gzipSync } from 'node:zlib';
import { writeXml } from '../fhir/bytes/json-to-xml.ts';
import { type Format, formatOfMediaType } from '../fhir/bytes/media-type.ts';
import type { HeaderField } from '../model/exchange.ts';
import { isJsonObject, type JsonValue } from '../model/json.ts';
import type { FhirVersion } from '../model/suite.ts';
import { fieldValues } from './wire-head.ts';

/** How a body goes to the wire. */
export interface BodyWriting {
  readonly format: Format;
  readonly gzip: boolean;
  readonly version: FhirVersion | undefined;
}

/** What the headers say of the body that comes with them. */
export function bodyWriting(headers: readonly HeaderField[], version: FhirVersion | undefined): BodyWriting {
  const [contentType] = fieldValues(headers, 'Content-Type');
  const [coding = ''] = fieldValues(headers, 'Content-Encoding');
  return { format: formatOfMediaType(contentType) ?? 'json', gzip: coding.toLowerCase() === 'gzip', version };
}

/**
 * A resource as JSON or XML; a text as it stands; any other value as JSON. Of the bytes the first `keep` are left before they
 * are compressed.
 *
 * @throws HarnessError COMPOSE_FAILED for a resource that XML cannot hold.
 */
export function writeBody(body: JsonValue | undefined, writing: BodyWriting, keep?: number): Uint8Array {
  const bytes = uncompressed(body, writing).subarray(0, keep);
  return writing.gzip ? gzipSync(bytes) : bytes;
}

function uncompressed(body: JsonValue | undefined, { format, version }: BodyWriting): Uint8Array {
  if (body === undefined) return new Uint8Array();
  if (typeof body === 'string') return Buffer.from(body, 'utf8');
  const isResource = isJsonObject(body) && typeof body['resourceType'] === 'string';
  return format === 'xml' && isResource && version !== undefined
    ? writeXml(body, version)
    : Buffer.from(JSON.stringify(body), 'utf8');
}
