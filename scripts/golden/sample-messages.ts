// Invented messages of an invented booking provider, for goldens and for looking at reports.
import type { HeaderField, HttpRequest, HttpResponse } from '../../src/model/exchange.ts';

export const BASE_URL = 'https://booking.test.example/STU3/1/bookwell';

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

export interface TokenChanges {
  readonly header?: object;
  readonly claims?: object;
}

/** An unsecured token as the interface asks for, with changes. */
export function token({ header = {}, claims = {} }: TokenChanges = {}): string {
  const payload = {
    iss: 'https://consumer.example.nhs.uk',
    sub: '1',
    aud: BASE_URL,
    iat: 1772532900,
    exp: 1772533200,
    reason_for_request: 'directcare',
    requested_scope: 'patient/appointment.write',
    requesting_device: {
      resourceType: 'Device',
      identifier: [{ system: 'https://consumer.example.nhs.uk/Id/device', value: 'assay-consumer-1' }],
      model: 'Assay',
      version: '1',
    },
    requesting_organization: {
      resourceType: 'Organization',
      identifier: [{ system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: 'X26' }],
      name: 'Example Urgent Care Hub',
    },
    ...claims,
  };
  return `Bearer ${base64url({ alg: 'none', typ: 'JWT', ...header })}.${base64url(payload)}.`;
}

export interface RequestChanges {
  readonly body?: Uint8Array;
  readonly authorization?: string | null;
  readonly headers?: readonly HeaderField[];
}

export function request(number: number, method: string, path: string, changes: RequestChanges = {}): HttpRequest {
  const { body, authorization = token(), headers = [] } = changes;
  return {
    method,
    url: `${BASE_URL}${path}`,
    headers: [
      ['Host', 'booking.test.example'],
      ['Ssp-TraceID', uuid(number, 1)],
      ['Ssp-From', '200000000115'],
      ['Ssp-To', '918999198993'],
      ['Ssp-InteractionID', 'urn:nhs:names:services:careconnect:fhir:rest:create:appointment'],
      ['X-Request-ID', uuid(number, 2)],
      ['Accept', 'application/fhir+json'],
      ...(authorization === null ? [] : [['Authorization', authorization] as const]),
      ...headers,
      ...(body === undefined
        ? []
        : ([
            ['Content-Type', 'application/fhir+json'],
            ['Content-Length', String(body.length)],
          ] as const)),
    ],
    body: body ?? new Uint8Array(),
  };
}

export function response(
  number: number,
  status: number,
  body: Uint8Array,
  headers: readonly HeaderField[] = [['Content-Type', 'application/fhir+json;charset=utf-8']],
): HttpResponse {
  const reasons: Readonly<Record<number, string>> = {
    200: 'OK',
    201: 'Created',
    400: 'Bad Request',
    403: 'Forbidden',
    404: 'Not Found',
    409: 'Conflict',
    422: 'Unprocessable Entity',
    500: 'Internal Server Error',
  };
  return {
    status,
    reason: reasons[status] ?? '',
    headers: [
      ['Date', 'Tue, 03 Mar 2026 10:15:00 GMT'],
      ['Server', 'Bookwell/4.2.1'],
      ['X-Correlation-ID', uuid(number, 2)],
      ['Cache-Control', 'no-store'],
      ...headers,
      ['Content-Length', String(body.length)],
    ],
    body,
  };
}

export const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

const uuid = (number: number, part: number): string =>
  `0000000${part}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

export const slots = (number: number) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  total: 2,
  entry: [0, 1].map((index) => ({
    fullUrl: `${BASE_URL}/Slot/slot-${number + index}`,
    resource: {
      resourceType: 'Slot',
      id: `slot-${number + index}`,
      meta: { profile: ['https://fhir.hl7.org.uk/STU3/StructureDefinition/CareConnect-Slot-1'] },
      identifier: [{ system: 'https://booking.test.example/Id/slot', value: uuid(number, 5 + index) }],
      schedule: { reference: 'Schedule/sched1111' },
      status: 'free',
      start: `2026-03-04T09:${index}0:00+00:00`,
      end: `2026-03-04T09:${index}9:00+00:00`,
    },
    search: { mode: 'match' },
  })),
});

export const appointment = (number: number, changes: object = {}) => ({
  resourceType: 'Appointment',
  meta: { profile: ['https://fhir.hl7.org.uk/STU3/StructureDefinition/CareConnect-Appointment-1'] },
  language: 'en-GB',
  contained: [
    {
      resourceType: 'DocumentReference',
      id: 'document',
      identifier: [{ system: 'https://tools.ietf.org/html/rfc4122', value: uuid(number, 3) }],
      status: 'current',
      type: { coding: [{ system: 'urn:oid:2.16.840.1.113883.2.1.3.2.4.18.17', code: 'POCD_MT200001GB02' }] },
      content: [{ attachment: { contentType: 'application/hl7-v3+xml', language: 'en' } }],
    },
    {
      resourceType: 'Patient',
      id: 'patient',
      identifier: [{ use: 'official', system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9990000018' }],
      name: [{ use: 'official', family: 'Redacted-1', given: ['Redacted-2'] }],
      telecom: [{ system: 'phone', value: '01632 960 123', use: 'home', rank: 1 }],
      gender: 'female',
      birthDate: '1974-12-25',
      address: [{ use: 'home', line: ['4 Test Street'], city: 'Testford', postalCode: 'ZZ99 3VZ' }],
    },
  ],
  status: 'booked',
  description: 'Invented reason for calling, for test only',
  start: '2026-03-04T09:00:00+00:00',
  end: '2026-03-04T09:09:00+00:00',
  slot: [{ reference: `Slot/slot-${number}` }],
  created: '2026-03-03T10:15:00+00:00',
  participant: [{ actor: { reference: '#patient' }, status: 'accepted' }],
  ...changes,
});

export const outcome = (code: string, diagnostics: string) => ({
  resourceType: 'OperationOutcome',
  id: 'oo-1',
  meta: { profile: ['https://fhir.nhs.uk/STU3/StructureDefinition/Spine-OperationOutcome-1'] },
  issue: [
    {
      severity: 'error',
      code,
      details: {
        coding: [{ system: 'https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1', code: 'INVALID' }],
      },
      diagnostics,
    },
  ],
});

export const capability = {
  resourceType: 'CapabilityStatement',
  status: 'active',
  date: '2026-02-01',
  publisher: 'Example Health Systems Ltd',
  kind: 'instance',
  software: { name: 'Bookwell Scheduling', version: '4.2.1-build.77' },
  fhirVersion: '3.0.1',
  acceptUnknown: 'both',
  format: ['application/fhir+json', 'application/fhir+xml'],
  rest: [
    {
      mode: 'server',
      resource: [
        { type: 'Slot', interaction: [{ code: 'search-type' }] },
        { type: 'Appointment', interaction: [{ code: 'create' }, { code: 'read' }, { code: 'update' }] },
      ],
    },
  ],
};

/** What a hostile system would like a reader's browser, terminal or spreadsheet to do. */
export const HOSTILE =
  '</style></script><script>alert(1)</script><img src=x onerror=alert(2)> ]]> --> \u202egnirts\u202c \u001b[31mred\u001b[0m \u200bzero\u200bwidth =1+1 javascript:alert(3) &lt; " \' \u0000';
