import { type ResourceDocument, readResource } from '../fhir/bytes/document.ts';
import { formatOfMediaType } from '../fhir/bytes/media-type.ts';
import { readXmlDocument, type XmlReading } from '../fhir/bytes/xml-document.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { HeaderField } from '../model/exchange.ts';
import type { FhirVersion } from '../model/suite.ts';

/** A message body read as a FHIR resource, at the first asking. */
export interface Payload {
  readonly read: () => { readonly document?: ResourceDocument; readonly diagnostics: readonly Diagnostic[] };
}

interface Message {
  readonly headers: readonly HeaderField[];
  readonly body: Uint8Array;
}

/** Captures, leases, expectations and templates all ask for the same messages; each is read once while it is held. */
const payloads = new WeakMap<Message, Map<FhirVersion | undefined, Payload>>();

export function headerValue(headers: readonly HeaderField[], name: string): string | undefined {
  const values = headers.filter(([field]) => field.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}

const documents = new WeakMap<Message, XmlReading>();

/** A body read as XML, whatever its media type says. */
export function xmlOf(message: Message | undefined): XmlReading {
  const known = message && documents.get(message);
  if (known !== undefined) return known;
  const reading = readXmlDocument(message?.body ?? new Uint8Array());
  if (message !== undefined) documents.set(message, reading);
  return reading;
}

/** Reads a body in the format that its media type declares; any other media type is a finding of its own. */
export function payloadOf(message: Message | undefined, version: FhirVersion | undefined): Payload {
  if (message === undefined) return lazily(undefined, version);
  const known = payloads.get(message) ?? new Map<FhirVersion | undefined, Payload>();
  payloads.set(message, known);
  const payload = known.get(version) ?? lazily(message, version);
  known.set(version, payload);
  return payload;
}

function lazily(message: Message | undefined, version: FhirVersion | undefined): Payload {
  let read: ReturnType<Payload['read']> | undefined;
  return {
    read: () => {
      read ??= readMessage(message, version);
      return read;
    },
  };
}

function readMessage(message: Message | undefined, version: FhirVersion | undefined): ReturnType<Payload['read']> {
  if (message === undefined || message.body.length === 0) {
    return { diagnostics: [{ code: 'EMPTY_BODY', severity: 'error', message: 'The message has no body' }] };
  }
  const contentType = headerValue(message.headers, 'Content-Type');
  const format = formatOfMediaType(contentType);
  if (format === undefined) {
    return {
      diagnostics: [
        {
          code: 'NOT_A_RESOURCE',
          severity: 'error',
          message: `Content-Type is ${contentType ?? 'absent'}, expected a FHIR media type such as application/fhir+json`,
          rule: 'https://hl7.org/fhir/STU3/http.html#mime-type',
        },
      ],
    };
  }
  return readResource(message.body, format, version);
}
