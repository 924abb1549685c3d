import type { Diagnostic } from '../../model/diagnostic.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import type { FhirVersion } from '../../model/suite.ts';
import { readJsonText } from './json-reader.ts';
import type { Format } from './media-type.ts';
import { decodeText } from './text.ts';

/** A resource read from bytes. */
export interface ResourceDocument {
  readonly resource: JsonObject;
  readonly format: Format;
}

export interface ResourceReading {
  /** Absent when the bytes are no resource; `diagnostics` then says why. */
  readonly document?: ResourceDocument;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a resource. The bytes are untrusted: whatever they are, the answer is a document or findings, never an exception. */
export function readResource(bytes: Uint8Array, format: Format, _version: FhirVersion): ResourceReading {
  const decoded = decodeText(bytes);
  if ('problem' in decoded) return { diagnostics: [decoded.problem] };
  if (format === 'xml') return { diagnostics: [notRead] };
  const { value, diagnostics } = readJsonText(decoded.text);
  if (value === undefined) return { diagnostics };
  if (!isJsonObject(value) || typeof value.resourceType !== 'string') return { diagnostics: [notAResource] };
  return { document: { resource: value, format }, diagnostics };
}

const notRead: Diagnostic = {
  code: 'NOT_A_RESOURCE',
  severity: 'error',
  message: 'FHIR XML is not read by this version',
};

const notAResource: Diagnostic = {
  code: 'NOT_A_RESOURCE',
  severity: 'error',
  message: 'The JSON is not an object with a resourceType',
  rule: 'https://hl7.org/fhir/STU3/json.html#resources',
};
