import { writeXml } from '../fhir/bytes/json-to-xml.ts';
import { formatOfMediaType } from '../fhir/bytes/media-type.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import type { MediaType } from '../model/simulator.ts';
import type { FhirVersion } from '../model/suite.ts';

/** The bytes of a resource in the format of a media type. */
export const serialised = (resource: JsonObject, mediaType: MediaType, version: FhirVersion | undefined): Uint8Array =>
  formatOfMediaType(mediaType) === 'xml' && version !== undefined ? writeXml(resource, version) : jsonOf(resource);

const END = Buffer.from(']}');

/** JSON of a resource in UTF-8. Many replies repeat the same entries of bundles, so their bytes are kept as long as they are. */
export function jsonOf(resource: JsonObject): Uint8Array {
  const { entry, ...rest } = resource;
  if (resource.resourceType !== 'Bundle' || !Array.isArray(entry) || entry.length === 0) return bytesOf(resource);
  const start = Buffer.from(`${JSON.stringify(rest).slice(0, -1)},"entry":[`);
  const [first = END, ...others] = (entry as readonly JsonValue[]).map(afterComma);
  return Buffer.concat([start, first.subarray(1), ...others, END]);
}

const bytesOf = (value: JsonValue): Buffer => Buffer.from(JSON.stringify(value), 'utf8');

const kept = new WeakMap<JsonObject, Buffer>();

function afterComma(entry: JsonValue): Buffer {
  const known = isJsonObject(entry) ? kept.get(entry) : undefined;
  const bytes = known ?? Buffer.from(`,${JSON.stringify(entry)}`, 'utf8');
  if (isJsonObject(entry)) kept.set(entry, bytes);
  return bytes;
}
