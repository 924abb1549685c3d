// What the cases of the sample run send, get and assert: every verdict, kind of finding and way to break.
import type { HttpResponse } from '../../src/model/exchange.ts';
import type { JsonValue } from '../../src/model/json.ts';
import type { AssertionResult } from '../../src/model/result.ts';
import type { Mutation } from '../../src/model/suite.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import type { SampleCase, SentStep } from './sample-case.ts';
import {
  appointment,
  BASE_URL,
  capability,
  HOSTILE,
  json,
  outcome,
  request,
  response,
  slots,
  type TokenChanges,
  token,
} from './sample-messages.ts';
import { peopleCases } from './sample-people.ts';

type Finding = Omit<AssertionResult, 'id'>;

const finding = (
  kind: string,
  verdict: Verdict,
  message: string,
  expected: JsonValue,
  actual: JsonValue,
  more: Partial<Finding> = {},
): Finding => ({ kind, verdict, message, expected, actual, diagnostics: [], follows: [], restsOn: [], ...more });

type Cited = readonly { readonly is: number; readonly cite: readonly string[] }[];

const REFUSED: Cited = [
  { is: 422, cite: ['api-2.0.4'] },
  { is: 400, cite: ['uec-errors'] },
];
const TAKEN: Cited = [
  { is: 422, cite: ['api-2.0.4'] },
  { is: 409, cite: ['uec-errors'] },
];
const REFUSED_TOKEN: Cited = [
  { is: 403, cite: ['api-2.0.4'] },
  { is: 401, cite: ['scal-provider'] },
  { is: 400, cite: ['uec-errors'] },
];
const ok = (is: number): Cited => [{ is, cite: ['api-2.0.4'] }];

/** The status assertion over a cited set. */
function status(cited: Cited, actual: number): Finding {
  const met = cited.filter(({ is }) => is === actual);
  const wanted = cited.map(({ is }) => is);
  const follows = met.flatMap(({ cite }) => cite);
  const message =
    met.length > 0 ? `The status is ${actual}` : `The status is ${actual}, which none of the cited sources allows`;
  return finding('status', met.length > 0 ? 'pass' : 'fail', message, wanted, actual, { follows });
}

const isOutcome = finding(
  'outcome',
  'pass',
  'The body is an OperationOutcome with severity error',
  { severity: 'error' },
  {
    severity: 'error',
    code: 'invalid',
  },
);
const unchanged = finding('unchanged', 'pass', 'The status of the slot is as before', ['free'], ['free']);
const mediaType = finding(
  'mediaType',
  'pass',
  'The media type is application/fhir+json',
  'application/fhir+json',
  'application/fhir+json;charset=utf-8',
);

const CITED: ReadonlySet<Cited> = new Set([REFUSED, REFUSED_TOKEN, TAKEN]);

let serial = 0;
const next = () => {
  serial += 1;
  return serial;
};

function findSlot(): SentStep {
  const number = next();
  return {
    id: 'find-slot',
    title: 'Find a free slot',
    request: request(
      number,
      'GET',
      `/Slot?schedule.actor:healthcareservice=1000000001&status=free&_include=Slot:schedule`,
    ),
    response: response(number, 200, json(slots(number))),
    assertions: [status(ok(200), 200), finding('fhirpath', 'pass', 'The bundle holds free slots', true, true)],
    cited: [{ is: 200, cite: ['api-2.0.4'] }],
  };
}

interface SendChanges {
  readonly mutate?: readonly Mutation[];
  readonly body?: object;
  readonly token?: TokenChanges | null;
  readonly headers?: readonly (readonly [string, string])[];
}

function book(
  id: string,
  cited: Cited,
  got: HttpResponse | number,
  more: readonly Finding[],
  changes: SendChanges = {},
) {
  const number = next();
  const { mutate = [], token: tokenChanges = {}, headers = [] } = changes;
  const created = appointment(number, { id: `appt-${number}`, meta: { versionId: '1' } });
  const answer =
    typeof got === 'number'
      ? response(number, got, json(got === 201 ? created : outcome('invalid', 'The request was refused')), [
          ['Content-Type', 'application/fhir+json;charset=utf-8'],
          ...(got === 201 ? [['Location', `${BASE_URL}/Appointment/appt-${number}/_history/1`] as const] : []),
        ])
      : got;
  const step: SentStep = {
    id,
    request: request(number, 'POST', '/Appointment', {
      body: json(changes.body ?? appointment(number)),
      authorization: tokenChanges === null ? null : token(tokenChanges),
      headers,
    }),
    response: answer,
    mutate,
    assertions: [status(cited, answer.status), ...more],
    cited: cited.map(({ is, cite }) => ({ is, cite })),
    redacted: ['/contained/1/name/0/family', '/contained/1/name/0/given/0'],
    ...(CITED.has(cited) && { probe: 'slot' }),
  };
  return step;
}

function get(id: string, path: string, body: unknown, assertions: readonly Finding[], code = 200): SentStep {
  const number = next();
  return {
    id,
    request: request(number, 'GET', path),
    response: response(number, code, json(body)),
    assertions: [status(ok(200), code), ...assertions],
    cited: [{ is: 200, cite: ['api-2.0.4'] }],
  };
}

type Brief = Omit<SampleCase, 'suite' | 'polarity' | 'verifies'> & { readonly verifies?: readonly string[] };

const positive = (suite: string, brief: Brief): SampleCase => ({ verifies: [], ...brief, suite, polarity: 'positive' });
const negative = (suite: string, brief: Brief): SampleCase => ({ verifies: [], ...brief, suite, polarity: 'negative' });

const without = (pointer: string): Mutation => ({ in: 'body', op: 'remove', at: pointer });

function refusedBooking(id: string, element: string, got: number, pointer: string): SampleCase {
  const body: Record<string, unknown> = { ...appointment(serial) };
  delete body[pointer.slice(1)];
  const more = got === 201 ? failedRefusal() : [isOutcome, unchanged];
  return negative('uec-booking/provider/book', {
    id,
    title: `Refuses a booking without ${element}`,
    verifies: ['P24', 'P25'],
    twin: 'BK-01',
    steps: [findSlot(), book('book', REFUSED, got, more, { mutate: [without(pointer)], body })],
  });
}

const failedRefusal = (): readonly Finding[] => [
  finding(
    'outcome',
    'fail',
    'The body is an Appointment where an OperationOutcome was expected',
    'OperationOutcome',
    'Appointment',
    {
      diagnostics: [
        {
          code: 'UNEXPECTED_RESOURCE_TYPE',
          severity: 'error',
          message: 'resourceType is Appointment',
          hint: 'A refusal answers with an OperationOutcome that says what is wrong.',
          location: { pointer: '/resourceType', fhirpath: 'Appointment' },
          rule: 'https://developer.nhs.uk/apis/uec-appointments/er_overview.html',
        },
      ],
    },
  ),
  finding(
    'unchanged',
    'fail',
    'The slot was free before and is busy after, so the refused booking took effect',
    ['free'],
    ['busy'],
  ),
];

function refusedToken(
  id: string,
  what: string,
  got: number,
  mutation: Mutation,
  changes: TokenChanges | null,
): SampleCase {
  return negative('uec-booking/provider/token', {
    id,
    title: `Refuses ${what}`,
    verifies: ['P1', 'P2'],
    twin: 'BK-01',
    steps: [
      findSlot(),
      book('book', REFUSED_TOKEN, got, got === 201 ? failedRefusal() : [isOutcome, unchanged], {
        mutate: [mutation],
        token: changes,
      }),
    ],
  });
}

/** About thirty cases in plan order. */
export function sampleCases(): readonly SampleCase[] {
  serial = 0;
  return [
    ...capabilityCases(),
    ...slotCases(),
    ...bookingCases(),
    ...cancelCases(),
    ...tokenCases(),
    hostileCase(),
    ...peopleCases(),
  ];
}

function capabilityCases(): readonly SampleCase[] {
  const suite = 'uec-booking/provider/capability';
  return [
    positive(suite, {
      id: 'CP-02',
      title: 'States its capabilities in JSON',
      verifies: ['P3'],
      steps: [get('read', '/metadata', capability, [mediaType])],
    }),
    positive(suite, {
      id: 'CP-09',
      title: 'Declares the interactions of booking',
      verifies: ['P3', 'P4'],
      steps: [
        get('read', '/metadata', capability, [
          finding('fhirpath', 'fail', 'Appointment declares no search-type interaction', true, false, {
            diagnostics: [
              {
                code: 'FHIRPATH_FAILED',
                severity: 'error',
                message: "rest.resource.where(type = 'Appointment').interaction.code contains 'search-type' is false",
                location: {
                  fhirpath: 'CapabilityStatement.rest[0].resource[1]',
                  source: { file: 'suites/uec-booking/provider/capability.suite.yaml', line: 31, column: 13 },
                },
                hint: 'The interface asks for read, create and search-type.',
              },
            ],
          }),
          finding(
            'resource',
            'pass',
            'The resource keeps the rules that were checked',
            'CapabilityStatement',
            'CapabilityStatement',
            {
              diagnostics: [
                {
                  code: 'UNKNOWN_RESOURCE_TYPE',
                  severity: 'not-checked',
                  message: 'The constraint cpb-3 could not be evaluated',
                  rule: 'http://hl7.org/fhir/StructureDefinition/CapabilityStatement|3.0.1#CapabilityStatement',
                },
              ],
            },
          ),
        ]),
      ],
    }),
  ];
}

function slotCases(): readonly SampleCase[] {
  const suite = 'uec-booking/provider/slots';
  const search = (extra: string) => `/Slot?schedule.actor:healthcareservice=1000000001&start=ge2026-03-03${extra}`;
  const number = next();
  return [
    positive(suite, {
      id: 'SS-01',
      title: 'Finds the slots of a service',
      verifies: ['P9', 'P10'],
      steps: [get('search', search('&status=free'), slots(number), [mediaType])],
    }),
    positive(suite, {
      id: 'SS-15',
      title: 'Answers with an empty bundle when a service has no slots',
      verifies: ['P11'],
      steps: [
        get(
          'search',
          '/Slot?schedule.actor:healthcareservice=1000000000',
          { resourceType: 'Bundle', type: 'searchset', total: 0 },
          [],
        ),
      ],
    }),
    positive(suite, {
      id: 'SS-17',
      title: 'Ignores a parameter that it does not know',
      verifies: ['P12'],
      steps: [get('search', search('&surprise=1'), slots(number), [mediaType])],
    }),
    negative(suite, {
      id: 'SS-32',
      title: 'Refuses a service that does not exist',
      verifies: ['P13'],
      twin: 'SS-01',
      steps: [
        {
          id: 'search',
          request: request(number, 'GET', '/Slot?schedule.actor:healthcareservice=1000000404'),
          response: response(number, 404, json(outcome('not-found', 'HealthcareService/1000000404 is not known'))),
          mutate: [{ in: 'query', op: 'replace', at: 'schedule.actor:healthcareservice', value: '1000000404' }],
          assertions: [
            status(
              [
                { is: 404, cite: ['api-2.0.4'] },
                { is: 400, cite: ['uec-errors'] },
              ],
              404,
            ),
            isOutcome,
          ],
          cited: [
            { is: 404, cite: ['api-2.0.4'] },
            { is: 400, cite: ['uec-errors'] },
          ],
        },
      ],
    }),
    negative(suite, {
      id: 'SS-34',
      title: 'Refuses a start that is not a date',
      verifies: ['P13'],
      twin: 'SS-01',
      reason: 'The exchange broke: the deadline of 5,000 ms passed',
      steps: [
        {
          id: 'search',
          request: request(next(), 'GET', search('&start=yesterday')),
          outcome: 'deadline',
          mutate: [{ in: 'query', op: 'replace', at: 'start', value: 'yesterday' }],
          assertions: [
            finding('exchange', 'error', 'No response came within 5,000 ms', 'response', 'deadline', {
              diagnostics: [
                {
                  code: 'DEADLINE',
                  severity: 'error',
                  message: 'The deadline of 5,000 ms passed before the first byte',
                  hint: 'Raise the deadline in the configuration if this provider is known to be slow.',
                },
              ],
            }),
          ],
        },
      ],
    }),
    negative(suite, {
      id: 'SS-35',
      title: 'Refuses a window that lies in the past',
      verifies: ['P13'],
      twin: 'SS-01',
      attempts: 2,
      steps: [
        {
          id: 'search',
          request: request(next(), 'GET', '/Slot?schedule.actor:healthcareservice=1000000001&start=le2020-01-01'),
          response: response(serial, 400, json(outcome('invalid', 'The window lies in the past'))),
          mutate: [{ in: 'query', op: 'add', at: 'start', value: 'le2020-01-01' }],
          assertions: [status([{ is: 400, cite: ['api-2.0.4', 'uec-errors'] }], 400), isOutcome],
        },
      ],
    }),
  ];
}

function bookingCases(): readonly SampleCase[] {
  const suite = 'uec-booking/provider/book';
  const location = finding(
    'header',
    'pass',
    'Location names the appointment',
    '^https?://.+/Appointment/.+',
    `${BASE_URL}/Appointment/appt-1/_history/1`,
  );
  const booked = finding('fhirpath', 'pass', "id.exists() and status = 'booked' is true", true, true, {
    restsOn: ['/contained/1/name/0/family'],
  });
  const resource = finding(
    'resource',
    'pass',
    'The resource keeps the rules that were checked',
    'Appointment',
    'Appointment',
  );
  return [
    positive(suite, {
      id: 'BK-01',
      title: 'Books a free slot',
      verifies: ['P24', 'P25', 'P26'],
      steps: [
        findSlot(),
        book('book', ok(201), 201, [location, mediaType, resource, booked]),
        {
          ...get('search-again', '/Slot?status=free,busy', slots(next()), [
            finding('fhirpath', 'pass', 'The slot is busy', 'busy', 'busy'),
          ]),
          title: 'The slot is no longer free',
        },
      ],
    }),
    positive(suite, {
      id: 'BK-02',
      title: 'Books on behalf of another person',
      verifies: ['P26', 'P27'],
      steps: [findSlot(), book('book', ok(201), 201, [location, mediaType, resource, booked])],
    }),
    positive(suite, {
      id: 'BK-03',
      title: 'Keeps letters beyond ASCII: Zoë Ångström, 山田, שרה',
      verifies: ['P26'],
      steps: [
        findSlot(),
        book('book', ok(201), 201, [
          finding(
            'pointer',
            'fail',
            'The description came back changed',
            'Zoë Ångström, 山田, שרה',
            'Zo? ?ngstr?m, ??, ???',
          ),
        ]),
      ],
    }),
    negative(suite, {
      id: 'BK-10',
      title: 'Refuses a slot that is already booked',
      verifies: ['P29'],
      twin: 'BK-01',
      steps: [
        findSlot(),
        book('first', ok(201), 201, []),
        book('second', TAKEN, 409, [isOutcome, unchanged], {
          mutate: [{ in: 'header', op: 'replace', at: 'X-Request-ID', value: '00000009-0000-4000-8000-000000000000' }],
        }),
      ],
    }),
    refusedBooking('BK-20', 'Appointment.status', 422, '/status'),
    refusedBooking('BK-21', 'Appointment.start', 422, '/start'),
    refusedBooking('BK-22', 'Appointment.end', 400, '/end'),
    refusedBooking('BK-23', 'Appointment.slot', 201, '/slot'),
    refusedBooking('BK-24', 'Appointment.participant', 422, '/participant'),
    negative(suite, {
      id: 'BK-30',
      title: 'Refuses a body that is cut short',
      verifies: ['P25'],
      twin: 'BK-01',
      steps: [
        findSlot(),
        book(
          'book',
          REFUSED,
          htmlError(),
          [
            finding('outcome', 'fail', 'The body is no FHIR resource', 'OperationOutcome', '<html>', {
              diagnostics: [
                {
                  code: 'JSON_SYNTAX',
                  severity: 'error',
                  message: 'Unexpected < at the first byte',
                  location: { pointer: '' },
                },
              ],
            }),
            unchanged,
          ],
          { mutate: [{ in: 'bytes', op: 'truncate', keep: 200 }] },
        ),
      ],
    }),
    negative(suite, {
      id: 'BK-31',
      title: 'Refuses a booking on behalf of a person without a name',
      verifies: ['P27'],
      twin: 'BK-03',
      skip: 'twin',
      steps: [{ ...findSlot(), assertions: [] }],
    }),
  ];
}

const htmlError = (): HttpResponse =>
  response(
    next(),
    500,
    Buffer.from(
      '<html><head><title>500</title></head>\n<body><h1>Internal Server Error</h1><script>alert("not here")</script>\n<p>java.lang.NullPointerException: null</p>\n</body></html>\n',
    ),
    [['Content-Type', 'text/html']],
  );

function cancelCases(): readonly SampleCase[] {
  const suite = 'uec-booking/provider/cancel';
  const cancel = (
    ifMatch: string | undefined,
    got: number,
    cited: Cited,
    more: readonly Finding[],
    mutate: readonly Mutation[],
  ) => {
    const number = next();
    const body = appointment(number, { id: `appt-${number}`, status: 'cancelled' });
    return {
      id: 'cancel',
      request: request(number, 'PUT', `/Appointment/appt-${number}`, {
        body: json(body),
        headers: ifMatch === undefined ? [] : [['If-Match', ifMatch]],
      }),
      response: response(
        number,
        got,
        json(got === 200 ? body : outcome('conflict', 'The version is not the current one')),
      ),
      mutate,
      assertions: [status(cited, got), ...more],
      cited: cited.map(({ is, cite }) => ({ is, cite })),
    };
  };
  return [
    positive(suite, {
      id: 'CN-01',
      title: 'Cancels an appointment',
      verifies: ['P31', 'P32'],
      steps: [findSlot(), book('book-first', ok(201), 201, []), cancel('W/"1"', 200, ok(200), [mediaType], [])],
    }),
    negative(suite, {
      id: 'CN-10',
      title: 'Refuses a cancellation of an older version',
      verifies: ['P33'],
      twin: 'CN-01',
      steps: [
        findSlot(),
        book('book-first', ok(201), 201, []),
        cancel(
          'W/"0"',
          409,
          [{ is: 409, cite: ['api-2.0.4', 'uec-errors'] }],
          [isOutcome],
          [{ in: 'header', op: 'replace', at: 'If-Match', value: 'W/"0"' }],
        ),
      ],
    }),
    negative(suite, {
      id: 'CN-11',
      title: 'Refuses a cancellation without If-Match',
      verifies: ['P33'],
      twin: 'CN-01',
      steps: [
        findSlot(),
        book('book-first', ok(201), 201, []),
        cancel(undefined, 200, [{ is: 412, cite: ['api-2.0.4'] }], failedRefusal(), [
          { in: 'header', op: 'remove', at: 'If-Match' },
        ]),
      ],
    }),
    positive(suite, {
      id: 'CN-20',
      title: 'Tells an appointment in the past from one in the future',
      verifies: ['P34'],
      skip: 'test-data',
      steps: [findSlot()],
    }),
  ];
}

function tokenCases(): readonly SampleCase[] {
  const claim = (name: string): Mutation => ({ in: 'token', op: 'remove', at: `/claims/${name}` });
  return [
    refusedToken('JW-01', 'a booking without a token', 401, { in: 'header', op: 'remove', at: 'Authorization' }, null),
    refusedToken('JW-02', 'a token without aud', 403, claim('aud'), { claims: { aud: undefined } }),
    refusedToken('JW-03', 'a token without exp', 403, claim('exp'), { claims: { exp: undefined } }),
    refusedToken('JW-04', 'a token without sub', 400, claim('sub'), { claims: { sub: undefined } }),
    refusedToken(
      'JW-05',
      'a token for another purpose',
      403,
      { in: 'token', op: 'replace', at: '/claims/reason_for_request', value: 'secondaryuses' },
      { claims: { reason_for_request: 'secondaryuses' } },
    ),
    refusedToken(
      'JW-12',
      'a token that has expired',
      201,
      { in: 'token', op: 'clock', seconds: -600 },
      { claims: { iat: 1772532300, exp: 1772532600 } },
    ),
  ];
}

function hostileCase(): SampleCase {
  const number = next();
  return positive('uec-booking/provider/hostile', {
    id: 'HX-01',
    title: `Shows hostile text as text: ${HOSTILE}`,
    verifies: ['P42'],
    reason: `The provider said: ${HOSTILE}`,
    steps: [
      {
        id: 'read',
        title: HOSTILE,
        request: request(number, 'GET', `/Appointment/${encodeURIComponent('<script>alert(1)</script>')}`),
        response: response(number, 200, Buffer.from(HOSTILE), [
          ['Content-Type', 'text/html'],
          ['X-Note', '"><script>alert(4)</script>'],
        ]),
        assertions: [
          finding(
            'header',
            'fail',
            HOSTILE,
            HOSTILE,
            { [HOSTILE]: HOSTILE },
            {
              diagnostics: [
                {
                  code: 'WRONG_VALUE',
                  severity: 'error',
                  message: HOSTILE,
                  hint: HOSTILE,
                  rule: 'javascript:alert(5)',
                },
              ],
            },
          ),
        ],
      },
    ],
  });
}
