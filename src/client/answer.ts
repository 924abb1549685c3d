import { readResource } from '../fhir/bytes/document.ts';
import { formatOfMediaType } from '../fhir/bytes/media-type.ts';
import type { Sent } from '../http/send.ts';
import { fieldValues } from '../message/wire-head.ts';
import { isError } from '../model/diagnostic.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import type { FhirVersion } from '../model/suite.ts';

/** What came back for a request, as far as it can be read. */
export interface Answer {
  readonly sent: Sent;
  /** From 1. */
  readonly attempt: number;
  /** Absent when there was no reply. */
  readonly status?: number;
  /** Absent when the body is no resource. */
  readonly resource?: JsonObject;
  /** Everything that came stands in the resource. What is foreign in XML has no place there; in JSON it has. */
  readonly isWhole: boolean;
}

export function answerOf(sent: Sent, attempt: number, version: FhirVersion | undefined): Answer {
  const { response } = sent;
  if (response === undefined) return { sent, attempt, isWhole: false };
  const format = formatOfMediaType(headerOf(sent, 'Content-Type'));
  const { document, diagnostics } =
    format === undefined ? { diagnostics: [] } : readResource(response.body, format, version);
  return {
    sent,
    attempt,
    status: response.status,
    ...(document && { resource: document.resource }),
    isWhole: document !== undefined && !(format === 'xml' && diagnostics.some(isError)),
  };
}

/** Of the response. */
export const headerOf = ({ response }: Sent, name: string): string | undefined =>
  fieldValues(response?.headers ?? [], name)[0];

export const isSuccess = ({ status = 0 }: Pick<Answer, 'status'>): boolean => status >= 200 && status < 300;

/** The resources of a type in a Bundle; there need not be any, and others may lie beside them. */
export function resourcesOf({ resource }: Answer, type: string): readonly JsonObject[] {
  return objectsIn(resource?.['entry'])
    .map((entry) => entry['resource'])
    .filter((one): one is JsonObject => isJsonObject(one) && one['resourceType'] === type);
}

/** `issue.code` of the first issue of an OperationOutcome. */
export function issueOf({ resource }: Answer): string | undefined {
  const [issue] = objectsIn(resource?.['issue']);
  return issue === undefined ? undefined : String(issue['code']);
}

const objectsIn = (value: JsonValue | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? (value as readonly JsonValue[]).filter(isJsonObject) : [];
