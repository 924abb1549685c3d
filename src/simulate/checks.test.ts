import { deepEqual, equal } from 'node:assert/strict';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { SimulatorDefinition } from '../model/simulator.ts';
import type { Mutation } from '../model/suite.ts';
import { type Answer, DEFINITION, idOf, NOW, Provider } from './test-provider.test.ts';

/** The rules with the name of each check in place of what it says, so that a refusal tells which of them made it. */
const NAMED: SimulatorDefinition = {
  ...DEFINITION,
  rules: {
    ...DEFINITION.rules,
    checks: Object.fromEntries(
      Object.entries(DEFINITION.rules.checks).map(([name, check]) => [name, { ...check, says: name }]),
    ),
  },
};

type Send = (provider: Provider) => Answer;

const remove = (part: 'body' | 'query' | 'header' | 'token', at: string): Mutation => ({ in: part, op: 'remove', at });
const replace = (part: 'body' | 'query' | 'header' | 'token', at: string, value: JsonValue): Mutation => ({
  in: part,
  op: 'replace',
  at,
  value,
});
const add = (at: string, value: JsonValue): Mutation => ({ in: 'body', op: 'add', at, value });
const set = (part: 'path' | 'method' | 'bytes' | 'token', value: JsonValue): Mutation => ({
  in: part,
  op: 'set',
  value,
});

const search =
  (...mutations: readonly Mutation[]): Send =>
  (provider) =>
    provider.send('search-slots', { mutations });
const book =
  (...mutations: readonly Mutation[]): Send =>
  (provider) =>
    provider.book({ mutations });
const cancel =
  (...mutations: readonly Mutation[]): Send =>
  (provider) =>
    provider.cancel(idOf(provider.book()), { mutations });
const patientSearch =
  (query: string): Send =>
  (provider) =>
    provider.send('read', { appointmentId: 'x', mutations: [set('path', `/Appointment${query}`)] });

const epoch = Math.floor(NOW.getTime() / 1_000);
const day = (offset: number): string => new Date(NOW.getTime() + offset * 86_400_000).toISOString();
const claim = (name: string, value: JsonValue): Mutation => replace('token', `/claims/${name}`, value);

const BARRED = claim('requesting_organization/identifier/0/value', 'ZZ999');

const NHS_NUMBER = 'https://fhir.nhs.uk/Id/nhs-number|';

/** Requests that one check refuses, and the status of the refusal. */
const REFUSED: readonly (readonly [check: string, status: number, what: string, send: Send])[] = [
  ['path-known', 404, 'another resource', search(set('path', '/Patient'))],
  ['path-known', 404, 'a final slash', search(set('path', '/Slot/'))],
  ['path-known', 404, 'another case', search(set('path', '/slot'))],
  ['method-known', 405, 'POST of a slot', search(set('method', 'POST'))],
  ['method-known', 405, 'DELETE of a slot', search(set('method', 'DELETE'))],
  ['method-known', 405, 'OPTIONS of slots', search(set('method', 'OPTIONS'))],
  ['method-known', 405, 'PATCH of an appointment', cancel(set('method', 'PATCH'))],
  ['format-offered', 415, 'plain text', search(replace('header', 'Accept', 'text/plain'))],
  ['ssp-trace-id', 400, 'no trace', search(remove('header', 'Ssp-TraceID'))],
  ['ssp-from', 400, 'no sender', search(remove('header', 'Ssp-From'))],
  ['ssp-from', 400, 'a sender that is no ASID', search(replace('header', 'Ssp-From', '123'))],
  ['ssp-to', 400, 'no recipient', search(remove('header', 'Ssp-To'))],
  ['ssp-interaction', 400, 'no interaction', search(remove('header', 'Ssp-InteractionID'))],
  ['token-present', 403, 'no token', search(remove('header', 'Authorization'))],
  ['token-readable', 403, 'no JWT', search(set('token', 'not.a-token'))],
  ['token-readable', 403, 'claims that are no JSON', search(set('token', 'e30.bm90IGpzb24.'))],
  ['token-unsecured', 403, 'another algorithm', search(replace('token', '/header/alg', 'HS256'))],
  ['token-issuer', 403, 'no issuer', search(remove('token', '/claims/iss'))],
  ['token-subject', 403, 'no subject', search(remove('token', '/claims/sub'))],
  ['token-audience', 403, 'no audience', search(remove('token', '/claims/aud'))],
  ['token-audience', 403, 'another audience', search(claim('aud', 'https://somebody-else.example.nhs.uk'))],
  ['token-times', 403, 'no expiry', search(remove('token', '/claims/exp'))],
  ['token-times', 403, 'no time of issue', search(remove('token', '/claims/iat'))],
  ['token-lifetime', 403, 'ten minutes', search(claim('exp', epoch + 600))],
  ['token-lifetime', 403, 'one minute', search(claim('exp', epoch + 60))],
  ['token-lifetime', 403, 'expiry before issue', search(claim('exp', epoch - 10))],
  ['token-lifetime', 403, 'times as texts', search(claim('exp', 'soon'))],
  ['token-expired', 403, 'an old token', search({ in: 'token', op: 'clock', seconds: -331 })],
  ['token-from-the-future', 403, 'a token of tomorrow', search({ in: 'token', op: 'clock', seconds: 31 })],
  ['token-reason', 403, 'no reason', search(remove('token', '/claims/reason_for_request'))],
  ['token-reason', 403, 'another reason', search(claim('reason_for_request', 'secondaryuse'))],
  ['token-scope', 403, 'no scope', search(remove('token', '/claims/requested_scope'))],
  ['token-scope', 403, 'another scope', search(claim('requested_scope', 'patient/appointment.write'))],
  ['token-device', 403, 'no device', search(remove('token', '/claims/requesting_device'))],
  ['token-device', 403, 'a device of another type', search(claim('requesting_device/resourceType', 'Organization'))],
  ['token-organisation', 403, 'no organisation', search(remove('token', '/claims/requesting_organization'))],
  [
    'token-organisation',
    403,
    'no ODS code',
    search(claim('requesting_organization/identifier/0/system', 'https://example.org/id')),
  ],
  ['token-practitioner', 403, 'another subject', search(claim('sub', '99999'))],
  [
    'token-practitioner',
    403,
    'no role profile',
    search(remove('token', '/claims/requesting_practitioner/identifier/1')),
  ],
  ['organisation-permitted', 403, 'a booking of an organisation that may not', book(BARRED)],
  ['organisation-permitted', 403, 'a cancellation of an organisation that may not', cancel(BARRED)],

  ['service-given', 400, 'no service', search(remove('query', 'schedule.actor:healthcareservice'))],
  ['service-known', 404, 'another service', search(replace('query', 'schedule.actor:healthcareservice', '1000000404'))],
  ['window-given', 400, 'no window', search(remove('query', 'start'))],
  ['window-given', 400, 'no end', search(replace('query', 'start', `ge${day(1)}`))],
  ['window-given', 400, 'two beginnings', search(replace('query', 'start', [`ge${day(1)}`, `ge${day(2)}`]))],
  ['window-of-times', 400, 'words', search(replace('query', 'start', ['gesoon', 'lelater']))],
  ['window-of-times', 400, 'no offset', search(replace('query', 'start', ['ge2026-11-24T10:00:00', `le${day(2)}`]))],
  [
    'window-of-times',
    400,
    'a day that no month has',
    search(replace('query', 'start', ['ge2027-02-30', 'le2027-03-05'])),
  ],
  [
    'window-of-times',
    400,
    'a month that no year has',
    search(replace('query', 'start', [`ge${day(1)}`, 'le2027-13-01'])),
  ],
  [
    'window-not-past',
    400,
    'a window up to yesterday',
    search(replace('query', 'start', ['ge2026-11-20', 'le2026-11-22'])),
  ],
  ['window-not-past', 400, 'a window in the past', search(replace('query', 'start', [`ge${day(-4)}`, `le${day(-1)}`]))],
  ['status-known', 400, 'another status', search(replace('query', 'status', 'wrong'))],

  ['patient-given', 400, 'no patient', patientSearch('')],
  ['patient-identified', 400, 'a number of no system', patientSearch('?patient.identifier=9990000018')],
  ['wanted-nhs-number', 400, 'nine digits', patientSearch(`?patient.identifier=${NHS_NUMBER}999000001`)],
  ['wanted-nhs-number', 400, 'a wrong digit', patientSearch(`?patient.identifier=${NHS_NUMBER}9990000019`)],

  ['request-id', 400, 'no request id', book(remove('header', 'X-Request-ID'))],
  ['request-id', 400, 'no request id', cancel(remove('header', 'X-Request-ID'))],
  ['body-format', 415, 'another format', book(replace('header', 'Content-Type', 'application/xml'))],
  ['body-readable', 400, 'half a body', book({ in: 'bytes', op: 'truncate', keep: 200 })],
  ['body-readable', 400, 'no body', book(set('bytes', ''))],
  ['body-type', 422, 'a Patient', book(replace('body', '/resourceType', 'Patient'))],

  ['booking-valid', 422, 'an id', book(add('/id', 'chosen'))],
  ['booking-valid', 422, 'no status', book(remove('body', '/status'))],
  ['booking-valid', 422, 'a proposal', book(replace('body', '/status', 'proposed'))],
  ['booking-valid', 422, 'no start', book(remove('body', '/start'))],
  ['booking-valid', 422, 'a start without offset', book(replace('body', '/start', '2030-01-17T15:00:00'))],
  ['booking-valid', 422, 'no end', book(remove('body', '/end'))],
  ['booking-valid', 422, 'an end before the start', book(replace('body', '/end', day(-1)))],
  ['booking-valid', 422, 'no description', book(remove('body', '/description'))],
  ['booking-valid', 422, 'no participant', book(remove('body', '/participant'))],
  ['booking-valid', 422, 'a participant without status', book(remove('body', '/participant/0/status'))],
  ['booking-valid', 422, 'another status', book(replace('body', '/participant/0/status', 'perhaps'))],
  ['booking-valid', 422, 'no document', book(remove('body', '/contained/0'))],
  ['booking-valid', 422, 'no patient', book(remove('body', '/contained/1'))],
  ['booking-valid', 422, 'no slot', book(remove('body', '/contained/2'))],
  ['booking-valid', 422, 'two slots', book(add('/contained/-', { resourceType: 'Slot', id: 'another' }))],
  ['booking-valid', 422, 'no reference to the slot', book(remove('body', '/slot'))],
  ['booking-valid', 422, 'another slot', book(replace('body', '/slot/0/reference', '#nowhere'))],
  ['booking-valid', 422, 'another patient', book(replace('body', '/participant/0/actor/reference', '#P9'))],
  ['booking-valid', 422, 'another document', book(replace('body', '/supportingInformation/0/reference', '#9'))],
  ['booking-valid', 422, 'no reference to it', book(remove('body', '/supportingInformation'))],

  ['booking-valid', 422, 'another system', book(replace('body', '/contained/1/identifier/0/system', 'urn:x'))],
  ['patient-nhs-number', 422, 'a wrong digit', book(replace('body', '/contained/1/identifier/0/value', '9990000019'))],
  ['patient-nhs-number', 422, 'nine digits', book(replace('body', '/contained/1/identifier/0/value', '999000001'))],
  ['booking-valid', 422, 'no status', book(remove('body', '/contained/1/identifier/0/extension'))],
  ['booking-valid', 422, 'another gender code', book(replace('body', '/contained/1/gender', 'M'))],
  ['booking-valid', 422, 'another notation', book(replace('body', '/contained/1/birthDate', '25/12/1974'))],
  ['booking-valid', 422, 'a day that no month has', book(replace('body', '/contained/1/birthDate', '1980-02-30'))],
  ['booking-valid', 422, 'no address', book(remove('body', '/contained/1/address'))],
  ['booking-valid', 422, 'no first number', book(replace('body', '/contained/1/telecom/0/rank', 2))],
  [
    'booking-valid',
    422,
    'two first numbers',
    book(add('/contained/1/contact', [{ telecom: [{ system: 'phone', value: '01632 960 124', rank: 1 }] }])),
  ],
  ['booking-valid', 422, 'an old document', book(replace('body', '/contained/0/status', 'superseded'))],
  ['booking-valid', 422, 'another type', book(replace('body', '/contained/0/type/coding/0/code', 'POCD_0'))],
  ['sentinel-500', 500, 'what asks for it', book(replace('body', '/description', 'sentinel 500'))],
  ['slot-known', 422, 'a slot never offered', book(replace('body', '/contained/2/identifier/0/value', 'unknown'))],

  ['appointment-known', 404, 'an unknown id', (provider) => provider.send('read', { appointmentId: 'unknown' })],
  ['appointment-known', 404, 'an unknown id', cancel(set('path', '/Appointment/unknown'))],
  ['cancel-id', 400, 'another id in the body', cancel(replace('body', '/id', 'another'))],
  ['if-match-given', 412, 'no version', cancel(remove('header', 'If-Match'))],
  ['if-match-current', 409, 'another version', cancel(replace('header', 'If-Match', 'W/"0"'))],
  ['cancel-status', 422, 'no change', cancel(replace('body', '/status', 'booked'))],
  ['cancel-nothing-else', 422, 'another name', cancel(replace('body', '/contained/1/name/0/family', 'Otherwise'))],
  ['cancel-nothing-else', 422, 'another start', cancel(replace('body', '/start', '2030-01-17T15:00:00Z'))],
  ['cancel-nothing-else', 422, 'an element more', cancel(add('/comment', 'Cancelled'))],

  [
    'slot-free',
    422,
    'a slot that has been booked',
    (provider) => {
      const slot = provider.freeSlot();
      provider.book({ slot });
      return provider.book({ slot });
    },
  ],
  [
    'request-id-new',
    409,
    'the request id of another booking',
    (provider) => {
      const headers = { 'X-Request-ID': 'the-same' };
      provider.book({ headers });
      return provider.book({ headers });
    },
  ],
  [
    'request-id-new',
    409,
    'the request id of the booking it cancels',
    (provider) => {
      const headers = { 'X-Request-ID': 'the-same' };
      return provider.cancel(idOf(provider.book({ headers })), { headers });
    },
  ],
  [
    'cancel-once',
    422,
    'an appointment that has been cancelled',
    (provider) => {
      const id = idOf(provider.book());
      provider.cancel(id);
      return provider.cancel(id);
    },
  ],
  [
    'version-known',
    404,
    'a version that there was never',
    (provider) => provider.send('read-version', { appointmentId: idOf(provider.book()), version: '7' }),
  ],
];

const issueOf = ({ resource }: Answer): JsonObject => (resource.issue as readonly JsonObject[] | undefined)?.[0] ?? {};

/** Requests that differ from the usual ones, and must pass all checks. */
const ACCEPTED: readonly (readonly [what: string, status: number, send: Send])[] = [
  ['a search', 200, search()],
  ['a booking', 201, book()],
  ['a cancellation', 200, cancel()],
  ['an unknown parameter', 200, search({ in: 'query', op: 'add', at: 'colour', value: 'green' })],
  ['a window that began in the past', 200, search(replace('query', 'start', [`ge${day(-1)}`, `le${day(2)}`]))],
  ['a window of dates', 200, search(replace('query', 'start', ['ge2026-11-24', 'le2026-11-26']))],
  ['a window of today', 200, search(replace('query', 'start', ['ge2026-11-23', 'le2026-11-23']))],
  ['two statuses', 200, search(replace('query', 'status', 'free,busy'))],
  ['no status', 200, search(remove('query', 'status'))],
  ['a token without a practitioner', 200, search(remove('token', '/claims/requesting_practitioner'))],
  ['a clock half a minute slow', 200, search({ in: 'token', op: 'clock', seconds: -29 })],
  ['a clock half a minute fast', 200, search({ in: 'token', op: 'clock', seconds: 29 })],
  [
    'a user without a smartcard',
    200,
    search(
      claim('requesting_practitioner/identifier/0/value', 'UNK'),
      claim('requesting_practitioner/identifier/1/value', 'UNK'),
    ),
  ],
  ['a search of an organisation that may not book', 200, search(BARRED)],
  ['any of several formats', 200, search(replace('header', 'Accept', 'text/html, application/json;q=0.5'))],
  ['a patient without an NHS number', 201, book(remove('body', '/contained/1/identifier'))],
  ['a year of birth', 201, book(replace('body', '/contained/1/birthDate', '1980'))],
  ['an unknown extension', 201, book(add('/extension', [{ url: 'urn:x', valueString: 'green' }]))],
  ['the appointments of a patient', 200, patientSearch(`?patient.identifier=${NHS_NUMBER}9990000018&_count=1`)],
  [
    'the same by the name of the published example',
    200,
    patientSearch(`?Appointment.participant.actor:Patient.identifier=${NHS_NUMBER}9990000018`),
  ],
  [
    'a contact with the only number',
    201,
    book(
      remove('body', '/contained/1/telecom'),
      add('/contained/1/contact', [{ telecom: [{ system: 'phone', value: '01632 960 124', rank: 1 }] }]),
    ),
  ],
  [
    'a request id again after a refusal',
    201,
    (provider) => {
      const headers = { 'X-Request-ID': 'the-same' };
      provider.book({ headers, mutations: [remove('body', '/description')] });
      return provider.book({ headers });
    },
  ],
];

describe('the checks of the reference provider', () => {
  for (const [check, status, what, send] of REFUSED) {
    it(`${check} refuses ${what}`, () => {
      const answer = send(new Provider([], NAMED));
      equal(issueOf(answer).diagnostics, check);
      equal(answer.status, status);
    });
  }

  for (const [what, status, send] of ACCEPTED) {
    it(`let pass: ${what}`, () => {
      const answer = send(new Provider([], NAMED));
      deepEqual({ status: answer.status, refusedBy: issueOf(answer).diagnostics }, { status, refusedBy: undefined });
    });
  }

  it('are each shown refusing', () => {
    const shown = new Set([...REFUSED.map(([check]) => check), 'sentinel-502']);
    deepEqual(
      Object.keys(DEFINITION.rules.checks).filter((name) => !shown.has(name)),
      [],
    );
  });

  it('look at the token before anything else', () => {
    const provider = new Provider([], NAMED);
    const noToken = remove('header', 'Authorization');
    const others = [replace('header', 'Accept', 'text/plain'), remove('header', 'Ssp-From')];
    for (const answer of [
      book(noToken, ...others, remove('body', '/status')),
      search(noToken, remove('query', 'start')),
    ]) {
      equal(issueOf(answer(provider)).diagnostics, 'token-present');
    }
  });
});
