import assert from 'node:assert/strict';
import { packageFromFiles } from '../fhir/conformance-package.ts';
import { createValidator } from '../fhir/validator.ts';
import type { Exchange, HeaderField } from '../model/exchange.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { Api } from '../model/suite.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Finding, Subject } from './kind.ts';
import { payloadOf } from './payload.ts';
import { ASSERTION_KINDS } from './registry.ts';

/** An appointment that is booked. */
const BOOKED = {
  resourceType: 'StructureDefinition',
  url: 'urn:test:booked',
  name: 'Booked',
  kind: 'resource',
  type: 'Appointment',
  baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Appointment',
  derivation: 'constraint',
  differential: { element: [{ id: 'Appointment.status', path: 'Appointment.status', fixedCode: 'booked' }] },
};

const VALIDATOR = createValidator('stu3', {
  packages: [packageFromFiles('test', new Map([['booked.json', Buffer.from(JSON.stringify(BOOKED))]]), 'stu3').package],
});

const API: Api = {
  id: 'test',
  title: 'Test',
  version: '1',
  fhirVersion: 'stu3',
  namespaces: { n: 'urn:note' },
  source: { file: 'api.yaml', line: 1, column: 1 },
  sources: { spec: { title: 'Specification', url: 'https://example.org/spec' } },
  values: {},
  headerSets: {},
  tokenSets: {},
  interactions: {},
  probes: { slot: { title: 'Slot', send: { kind: 'same', same: 'x', fresh: [] }, fhirpath: 'status' } },
  cleanUps: [],
  profiles: { booked: { own: { file: 'profiles/booked.json', url: BOOKED.url } } },
  requirements: [],
  stages: [],
};

interface Response {
  readonly status?: number;
  readonly headers?: readonly HeaderField[];
  readonly body?: string;
}

const FHIR_JSON: HeaderField = ['Content-Type', 'application/fhir+json; charset=utf-8'];

function subject(
  { status = 200, headers = [FHIR_JSON], body = '' }: Response,
  states: readonly JsonValue[] = [],
): Subject {
  const response = { status, reason: '', headers, body: Buffer.from(body) };
  const exchange: Exchange = {
    ref: { id: '0001-01', purpose: 'step', attempt: 1 },
    outcome: 'response',
    startedAt: '2026-01-01T00:00:00.000Z',
    timings: { totalMs: 1 },
    request: { method: 'GET', url: 'http://provider.invalid/', headers: [], body: Buffer.alloc(0) },
    requestWire: Buffer.alloc(0),
    response,
  };
  return {
    api: API,
    role: 'provider',
    ours: 'request',
    validator: VALIDATOR,
    step: 'act',
    exchange,
    own: response,
    payload: payloadOf(response, 'stu3'),
    variables: { slot: { id: 's1', start: '2026-01-01T09:00:00Z' } },
    reading: (_, when) => {
      const state = when === 'before' ? states[0] : states[1];
      return state === undefined ? { unread: 'nothing was read' } : { state: [state] };
    },
  };
}

function found(kind: string, args: JsonValue, seen: Subject): Finding {
  const asked = ASSERTION_KINDS.find((one) => one.kind === kind);
  assert.ok(asked);
  return asked.check(args, seen);
}

const judge = (kind: string, args: JsonValue, seen: Subject): Verdict => found(kind, args, seen).verdict;

const appointment = JSON.stringify({
  resourceType: 'Appointment',
  id: 'a1',
  status: 'booked',
  start: '2026-01-01T10:00:00Z',
});
const validAppointment = JSON.stringify({
  resourceType: 'Appointment',
  status: 'booked',
  start: '2026-01-01T10:00:00Z',
  end: '2026-01-01T10:10:00Z',
  participant: [{ actor: { display: 'Iolanthe Marchbank' }, status: 'accepted' }],
});
const outcome = JSON.stringify({
  resourceType: 'OperationOutcome',
  issue: [
    { severity: 'warning', code: 'informational' },
    {
      severity: 'error',
      code: 'processing',
      diagnostics: 'Slot s1 is taken',
      details: { coding: [{ code: 'DUPLICATE_REJECTED' }], text: 'Already booked' },
    },
  ],
});

interface Row {
  readonly kind: string;
  readonly args: JsonValue;
  readonly passes: Subject;
  readonly fails: readonly Subject[];
  /** Subjects on which the assertion itself is broken. */
  readonly breaks?: readonly Subject[];
}

const note = (inner: string): Subject => subject({ body: `<x:note xmlns:x="urn:note">${inner}</x:note>` });

const ROWS: Row[] = [
  {
    kind: 'xpath',
    args: 'count(/n:note/n:to) = 1',
    passes: note('<x:to>you</x:to>'),
    fails: [
      note(''),
      note('<to xmlns="">you</to>'),
      subject({ body: 'no XML' }),
      subject({ body: '<!DOCTYPE a><a/>' }),
    ],
  },
  {
    kind: 'xpath',
    args: { expression: '/n:note/n:to', equals: 'you' },
    passes: note('<x:to>y<![CDATA[ou]]></x:to>'),
    fails: [note(''), note('<x:to>me</x:to>'), note('<x:to>you</x:to><x:to>you</x:to>')],
  },
  {
    kind: 'xpath',
    args: { expression: '//@at', matches: '^[0-9]{4}$' },
    passes: note('<x:to at="2026"/>'),
    fails: [note('<x:to at="26"/>'), note('<x:to/>')],
  },
  {
    kind: 'xpath',
    args: { expression: '//n:from', present: false },
    passes: note('<x:to/>'),
    fails: [note('<x:from/>')],
  },
  {
    kind: 'xpath',
    args: { expression: '//n:to', count: 2 },
    passes: note('<x:to/><x:to/>'),
    fails: [note('<x:to/>'), note('')],
  },
  {
    kind: 'xpath',
    args: { expression: '$startedAt', equals: '2026-01-01T00:00:00.000Z' },
    passes: note(''),
    fails: [subject({ body: '' })],
  },
  {
    kind: 'status',
    args: [
      { is: 422, cite: 'spec' },
      { is: 400, cite: ['spec', 'other'] },
    ],
    passes: subject({ status: 400 }),
    fails: [subject({ status: 200 }), subject({ status: 500 })],
  },
  {
    kind: 'header',
    args: { name: 'etag', matches: '^W/".+"$' },
    passes: subject({ headers: [['ETag', 'W/"3"']] }),
    fails: [subject({ headers: [['ETag', '3']] }), subject({ headers: [] })],
  },
  {
    kind: 'header',
    args: { name: 'Location', present: false },
    passes: subject({}),
    fails: [subject({ headers: [['location', '']] })],
  },
  {
    kind: 'header',
    args: { name: 'X-Text', matches: '^(a+)+$' },
    passes: subject({ headers: [['X-Text', 'aaaa']] }),
    fails: [subject({ headers: [['X-Text', 'b']] })],
    breaks: [subject({ headers: [['X-Text', `${'a'.repeat(40)}!`]] })],
  },
  {
    kind: 'mediaType',
    args: ['application/fhir+json'],
    passes: subject({ headers: [['content-type', 'Application/FHIR+JSON;charset=utf-8']] }),
    fails: [subject({ headers: [['Content-Type', 'text/html']] }), subject({ headers: [] })],
  },
  {
    kind: 'resource',
    args: 'Appointment',
    passes: subject({ body: validAppointment }),
    fails: [
      subject({ body: appointment }),
      subject({ body: validAppointment.replace('accepted', 'perhaps') }),
      subject({ body: outcome }),
      subject({ body: '' }),
      subject({ body: '{"resourceType":"Appointment","id":"a","id":"b"}' }),
      subject({ body: `${appointment}x` }),
      subject({ body: '[]' }),
      subject({ body: appointment, headers: [['Content-Type', 'text/html']] }),
    ],
  },
  {
    kind: 'profile',
    args: 'booked',
    passes: subject({ body: validAppointment }),
    fails: [
      subject({ body: validAppointment.replace('booked', 'cancelled') }),
      subject({ body: validAppointment.replace('accepted', 'perhaps') }),
      subject({ body: outcome }),
      subject({ body: '' }),
    ],
  },
  {
    kind: 'fhirpath',
    args: "status = 'booked' and start > %slot.start.toDateTime()",
    passes: subject({ body: appointment }),
    fails: [
      subject({ body: appointment.replace('booked', 'cancelled') }),
      subject({ body: '{"resourceType":"Slot"}' }),
      subject({ body: 'x' }),
    ],
  },
  {
    kind: 'fhirpath',
    args: 'status',
    passes: subject({ body: '{"resourceType":"Basic","status":true}' }),
    fails: [subject({ body: '{"resourceType":"Basic"}' })],
    breaks: [subject({ body: appointment })],
  },
  {
    kind: 'available',
    args: { what: 'slot', fhirpath: 'total > 0' },
    passes: subject({ body: '{"resourceType":"Bundle","total":1}' }),
    fails: [subject({ body: 'x' }), subject({ body: '' })],
  },
  {
    kind: 'pointer',
    args: { at: '/issue/1/code', in: ['processing', 'conflict'] },
    passes: subject({ body: outcome }),
    fails: [
      subject({ body: outcome.replace('processing', 'invalid') }),
      subject({ body: appointment }),
      subject({ body: '' }),
    ],
  },
  {
    kind: 'outcome',
    args: { severity: ['error', 'fatal'], code: 'processing', detailsCode: 'DUPLICATE_REJECTED', says: 'slot S1' },
    passes: subject({ status: 422, body: outcome }),
    fails: [
      subject({ body: outcome.replace('error', 'warning') }),
      subject({ body: outcome.replace('DUPLICATE_REJECTED', 'OTHER') }),
      subject({ body: outcome.replace('s1', 's2') }),
      subject({ body: appointment }),
      subject({ body: '<html></html>', headers: [['Content-Type', 'text/html']] }),
    ],
  },
  {
    kind: 'unchanged',
    args: 'slot',
    passes: subject({}, [['free'], ['free']]),
    fails: [subject({}, [['free'], ['busy']])],
    breaks: [subject({}, [['free']]), subject({}, [])],
  },
];

/** An exchange that ended without a response. */
const ended = (outcome: Exchange['outcome'], problem: string, url = 'https://provider.invalid/'): Subject => {
  const { response: _, ...exchange } = subject({}).exchange;
  return { ...subject({}), exchange: { ...exchange, request: { ...exchange.request, url }, outcome, problem } };
};
const sentOnTo = (url: string): Subject => subject({ status: 301, headers: [['Location', url]] });

const REFUSALS = [
  { is: 'closed', cite: 'spec' },
  { is: 'redirected', cite: 'spec' },
  { is: 496, cite: ['spec'] },
];

ROWS.push(
  ...[
    ended('reset', 'ECONNRESET'),
    ended('tls-alert', 'TLS_ALERT_40'),
    ended('tls-alert', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'),
    ended('refused', 'ECONNREFUSED', 'http://provider.invalid/'),
    ended('deadline', 'DEADLINE', 'http://provider.invalid/'),
    sentOnTo('https://provider.invalid/'),
    subject({ status: 496 }),
  ].map((passes) => ({
    kind: 'connection',
    args: REFUSALS,
    passes,
    fails: [subject({ status: 200 }), subject({ status: 495 }), sentOnTo('http://provider.invalid/')],
  })),
);

describe('assertion kinds', () => {
  for (const { kind, args, passes, fails, breaks = [] } of ROWS) {
    it(`${kind} ${JSON.stringify(args)} passes, fails and breaks when it should`, () => {
      assert.equal(judge(kind, args, passes), 'pass');
      assert.deepEqual(
        fails.map((seen) => judge(kind, args, seen)),
        fails.map(() => 'fail'),
      );
      assert.deepEqual(
        breaks.map((seen) => judge(kind, args, seen)),
        breaks.map(() => 'error'),
      );
    });
  }

  it('every failure says what was expected and what there was', () => {
    const said = ROWS.flatMap(({ kind, args, fails }) => fails.map((seen) => found(kind, args, seen)));
    for (const { message, expected, actual, diagnostics = [] } of said) {
      const places = diagnostics.map(({ message: of, location }) => location?.fhirpath ?? of);
      assert.ok(message.includes('expected') || places.some((place) => message.includes(place)), message);
      assert.notEqual(expected, null);
      if (typeof actual === 'string' && diagnostics.length === 0) assert.ok(message.includes(actual), message);
    }
    const perhaps = subject({ body: validAppointment.replace('accepted', 'perhaps') });
    assert.match(found('resource', 'Appointment', perhaps).message, /at Appointment\.participant\[0\]\.status: /);
    assert.match(found('profile', 'booked', perhaps).message, /at Appointment\.participant\[0\]\.status: /);
    assert.equal(
      found('mediaType', 'application/fhir+json', subject({ headers: [['Content-Type', 'text/html']] })).message,
      'Content-Type is text/html, expected application/fhir+json',
    );
  });

  it('equals passes for equal values and fails for others', () => {
    assert.equal(judge('equals', { left: { a: [1] }, right: { a: [1] } }, subject({})), 'pass');
    assert.equal(judge('equals', { left: '1', right: 1 }, subject({})), 'fail');
    const changed = { left: { status: 'cancelled', id: 'a' }, right: { status: 'booked', id: 'a' } };
    assert.equal(judge('equals', changed, subject({})), 'fail');
    assert.equal(judge('equals', { ...changed, except: ['/status', '/nothing'] }, subject({})), 'pass');
    assert.equal(judge('equals', { ...changed, except: ['/id'] }, subject({})), 'fail');
  });

  it('url looks at the request as it was written', () => {
    const asked = subject({}).exchange.request.url;
    assert.equal(judge('url', { equals: asked }, subject({})), 'pass');
    assert.equal(judge('url', { contains: '//twice' }, subject({})), 'fail');
    const endless = { ...subject({}), exchange: { ...subject({}).exchange } };
    const request = { ...endless.exchange.request, url: `${'a'.repeat(40)}!` };
    assert.equal(
      judge('url', { matches: '^(a+)+$' }, { ...endless, exchange: { ...endless.exchange, request } }),
      'error',
    );
  });

  it('value meets its predicate, does not, or cannot be told', () => {
    const oneOfTwo = '^(201 4..|4.. 201)$';
    assert.equal(judge('value', { of: '422 201', matches: oneOfTwo }, subject({})), 'pass');
    assert.equal(judge('value', { of: '201 201', matches: oneOfTwo }, subject({})), 'fail');
    assert.equal(judge('value', { of: `${'a'.repeat(40)}!`, matches: '^(a+)+$' }, subject({})), 'error');
  });

  it('resource is an error when the validation did not come to its end', () => {
    const entry = Array.from({ length: 3000 }, (_, id) => ({
      resource: { resourceType: 'Basic', id: `b${id}`, code: { text: 'x' } },
    }));
    const body = JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry });
    const hurried = { ...VALIDATOR, validate: (one: JsonObject) => VALIDATOR.validate(one, { timeLimit: 1 }) };
    assert.equal(judge('resource', 'Bundle', { ...subject({ body }), validator: hurried }), 'error');
  });

  it('shows every kind at least once', () => {
    const shown = new Set([...ROWS.map(({ kind }) => kind), 'equals', 'url', 'value']);
    assert.deepEqual(
      ASSERTION_KINDS.map(({ kind }) => kind).filter((kind) => !shown.has(kind)),
      [],
    );
  });

  it('connection judges an exchange without a response only when that is the doing of the server', () => {
    const [kind] = ASSERTION_KINDS.filter((one) => one.kind === 'connection');
    const judges = ({ exchange }: Subject) => kind?.judgesBroken?.(exchange);
    assert.equal(judges(ended('reset', 'ECONNRESET')), true);
    assert.equal(judges(ended('tls-alert', 'ERR_SSL_NO_CIPHERS_AVAILABLE')), false);
    assert.equal(judges(ended('tls-untrusted', 'CERT_HAS_EXPIRED')), false);
    assert.equal(judges(ended('refused', 'ECONNREFUSED')), false);
    assert.equal(judges(ended('dns-failure', 'ENOTFOUND')), false);
  });

  it('status repeats what an OperationOutcome says of it', () => {
    const [status] = ASSERTION_KINDS.filter(({ kind }) => kind === 'status');
    const said = (body: string) => status?.check([{ is: 200, cite: 'spec' }], subject({ status: 403, body })).message;
    const issue = [{ severity: 'error', code: 'forbidden', diagnostics: 'The audience is wrong' }];
    assert.equal(
      said(JSON.stringify({ resourceType: 'OperationOutcome', issue })),
      'Status is 403, expected 200; the response says: The audience is wrong',
    );
    assert.equal(said('{"resourceType":"Patient"}'), 'Status is 403, expected 200');
    assert.equal(said('<html>'), 'Status is 403, expected 200');
  });

  it('xpath takes neither nodes nor texts for the truth, and counts nothing but nodes', () => {
    const verdicts = [
      judge('xpath', '/n:note', note('')),
      judge('xpath', 'string(/n:note)', note('true')),
      judge('xpath', { expression: 'count(//n:to)', count: 1 }, note('<x:to/>')),
    ];
    assert.deepEqual(verdicts, ['error', 'error', 'error']);
  });

  it('xpath looks at the request of a client, and at the other side when asked to', () => {
    const seen = note('<x:from/>');
    const body = Buffer.from('<x:note xmlns:x="urn:note"><x:to/></x:note>');
    const client: Subject = {
      ...seen,
      role: 'client',
      exchange: { ...seen.exchange, request: { ...seen.exchange.request, body } },
    };
    assert.equal(judge('xpath', { expression: '//n:to', present: true }, client), 'pass');
    assert.equal(judge('xpath', { expression: '//n:from', present: true }, client), 'fail');
    assert.equal(judge('xpath', { expression: '//n:from', of: 'response', present: true }, client), 'pass');
  });

  it('available skips what shows that there is nothing', () => {
    const [available] = ASSERTION_KINDS.filter(({ kind }) => kind === 'available');
    const found = available?.check(
      { what: 'slot', fhirpath: 'total > 0' },
      subject({ body: '{"resourceType":"Bundle","total":0}' }),
    );
    assert.equal(found?.verdict, 'skip');
  });

  it('status says which source the system follows', () => {
    const [status] = ASSERTION_KINDS.filter(({ kind }) => kind === 'status');
    const found = status?.check([{ is: 200, cite: ['spec'] }], subject({ status: 200 }));
    assert.deepEqual(found?.follows, ['spec']);
  });

  for (const [kind, args, code] of [
    ['status', [{ is: 200, cite: 'nowhere' }], 'UNKNOWN_SOURCE'],
    ['fhirpath', 'status = ', 'BAD_FHIRPATH'],
    ['fhirpath', 'start > now()', 'BAD_FHIRPATH'],
    ['available', { what: 'slot', fhirpath: 'total >' }, 'BAD_FHIRPATH'],
    ['xpath', '/n:note[', 'BAD_XPATH'],
    ['xpath', { expression: '/m:note', present: true }, 'UNKNOWN_PREFIX'],
    ['xpath', { expression: '/n:note', present: true, count: 1 }, 'WRONG_VALUE'],
    ['unchanged', 'nothing', 'UNKNOWN_PROBE'],
    ['profile', 'bookd', 'UNKNOWN_PROFILE'],
    ['profile', { is: 'urn:test:bookd' }, 'UNKNOWN_PROFILE'],
  ] as const) {
    it(`${kind} lint finds ${code}`, () => {
      const found =
        ASSERTION_KINDS.find((one) => one.kind === kind)?.lint?.(args as JsonValue, API, VALIDATOR.problemOf) ?? [];
      assert.deepEqual(
        found.map((problem) => problem.code),
        [code],
      );
    });
  }
});
