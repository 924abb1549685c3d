import { patched } from '../message/patch.ts';
import { HarnessError } from '../model/harness-error.ts';
import type { JsonValue } from '../model/json.ts';
import type { Change } from '../model/simulator.ts';
import type { ClientDefect, Decisions } from './decisions.ts';

const claims = '/requests/tokenSets/booking/claims';
const headers = '/requests/headerSets';
const slots = '/requests/interactions/search/query';
const patient = '/booking/contained/1';

const lives = (seconds: string): Change => ({
  replace: `${claims}/exp`,
  value: `\${attemptedAt | plus ${seconds} | epoch}`,
});

/** Cases of suites/uec-booking/client, by what they look at. */
const EVERY = ['CR-01', 'CR-02', 'CR-03', 'CR-04', 'CR-05', 'CR-06'];
const SLOTS = ['CS-01', 'CS-02'];
const APPOINTMENT = ['CB-11', 'CB-15'];
const PATIENT = ['CB-13', 'CB-17'];
const DOCUMENT = ['CB-14', 'CB-18'];
const CANCELLED = ['CC-01', 'CC-02'];

/** Each is one decision made wrongly. Places in `booking` are those of fixtures/uec-booking/booking-request.json. */
export const CLIENT_DEFECTS: Readonly<Record<string, ClientDefect>> = {
  // What is asked for.
  'no-encoding': {
    title: 'Characters of a URL are not percent-encoded: a + becomes a blank on its way, a | is not allowed',
    patch: [{ replace: '/writing/percentEncoding', value: false }],
    breaks: 'C19',
    fails: ['CS-01', 'CS-03'],
  },
  'no-start-bound': {
    title: 'A search for slots does not say when they are to end',
    patch: [{ remove: `${slots}/start/1` }],
    breaks: 'C28',
    fails: SLOTS,
  },
  'strict-bounds': {
    title: 'A search for slots begins after its first moment (gt)',
    patch: [{ replace: `${slots}/start/0`, value: 'gt${now | plus values.window.from | offset 1h}' }],
    breaks: 'C29',
    fails: SLOTS,
  },
  'local-time-without-offset': {
    title: 'The times of a search are those of the clock on the wall, and nobody can tell where it hangs',
    patch: [
      { replace: `${slots}/start/0`, value: 'ge${now | date}T00:00:00' },
      { replace: `${slots}/start/1`, value: 'le${now | plus values.window.to | date}T00:00:00' },
    ],
    breaks: 'C29',
    fails: SLOTS,
  },
  'dates-without-times': {
    title: 'A search is for whole days',
    patch: [{ replace: `${slots}/start/1`, value: 'le${now | plus values.window.to | date}' }],
    breaks: 'C28',
    fails: SLOTS,
  },
  'unknown-slot-status': {
    title: 'A search is for slots with a status that there is not',
    patch: [{ replace: `${slots}/status`, value: 'available' }],
    breaks: 'C27',
    fails: SLOTS,
  },
  'no-service': {
    title: 'A search is for the slots of whatever service',
    patch: [{ remove: `${slots}/schedule.actor:healthcareservice` }],
    breaks: 'C30',
    fails: SLOTS,
  },
  'nhs-number-without-system': {
    title: 'The bookings of a patient are looked for by a number that could be of any kind',
    patch: [{ replace: '/requests/interactions/list/query/patient.identifier', value: '${values.patient.nhsNumber}' }],
    breaks: 'patient-search',
    fails: ['CS-03'],
  },

  // Headers.
  'missing-trace-id': {
    title: 'There is no Ssp-TraceID',
    patch: [{ remove: `${headers}/every/Ssp-TraceID` }],
    breaks: 'C25',
    fails: EVERY,
  },
  'trace-id-is-a-number': {
    title: 'Ssp-TraceID is no UUID',
    patch: [{ replace: `${headers}/every/Ssp-TraceID`, value: '${now | epoch}' }],
    breaks: 'C25',
    fails: EVERY,
  },
  'missing-sender': {
    title: 'There is no Ssp-From',
    patch: [{ remove: `${headers}/every/Ssp-From` }],
    breaks: 'C23',
    fails: EVERY,
  },
  'short-asid': {
    title: 'Ssp-To is an ASID of eleven digits',
    patch: [{ replace: `${headers}/every/Ssp-To`, value: '91899919899' }],
    breaks: 'C24',
    fails: EVERY,
  },
  'wrong-interaction-id': {
    title: 'A cancellation calls itself a booking',
    patch: [{ replace: '/requests/interactions/cancel/facts/id', value: 'create:appointment' }],
    breaks: 'C26',
    fails: ['CR-05'],
  },
  'no-request-id': {
    title: 'There is no X-Request-ID',
    patch: [{ remove: `${headers}/every/X-Request-ID` }],
    breaks: 'request-id',
    fails: EVERY,
  },
  'one-request-id': {
    title: 'Every request has the same X-Request-ID',
    patch: [{ replace: `${headers}/every/X-Request-ID`, value: '0b0d3f52-6a0f-4d0c-9f3e-3a7d5f1c2b10' }],
    breaks: 'request-id',
    fails: ['CB-01'],
  },
  'accepts-nothing': {
    title: 'There is no Accept',
    patch: [{ remove: `${headers}/every/Accept` }],
    breaks: 'C22',
    fails: EVERY,
  },
  'plain-content-type': {
    title: 'A body does not say that it is FHIR',
    patch: [{ replace: `${headers}/body/Content-Type`, value: 'application/${values.format}' }],
    breaks: 'content-type',
    fails: APPOINTMENT,
  },
  'accepts-html': {
    title: 'Only pages for people are accepted in reply',
    patch: [{ replace: `${headers}/every/Accept`, value: 'text/html' }],
    breaks: 'C22',
    fails: EVERY,
  },

  // Tokens.
  'stale-token': {
    title: 'A token from an hour ago is used again',
    patch: [
      { replace: `${claims}/iat`, value: '${attemptedAt | minus 1h | epoch}' },
      { replace: `${claims}/exp`, value: '${attemptedAt | minus 55m | epoch}' },
    ],
    breaks: 'C18',
    fails: EVERY,
  },
  'token-lives-an-hour': { title: 'A token lives for an hour', patch: [lives('1h')], breaks: 'C18', fails: EVERY },
  'token-from-the-future': {
    title: 'The clock of the client is ten minutes fast',
    patch: [{ replace: `${claims}/iat`, value: '${attemptedAt | plus 10m | epoch}' }, lives('15m')],
    breaks: 'C18',
    fails: EVERY,
  },
  'wrong-scope': {
    title: 'A booking is made under a token for reading',
    patch: [{ replace: '/requests/interactions/book/facts/scope', value: 'patient/appointment.read' }],
    breaks: 'UECABS-154',
    fails: ['CR-02'],
  },
  'wrong-audience': {
    title: 'A token is for the address of the provider with a slash behind it',
    patch: [{ replace: `${claims}/aud`, value: '${target}/' }],
    breaks: 'C18',
    fails: EVERY,
  },
  'wrong-reason': {
    title: 'A token is for secondary uses',
    patch: [{ replace: `${claims}/reason_for_request`, value: 'secondaryuses' }],
    breaks: 'C18',
    fails: EVERY,
  },
  'subject-is-somebody-else': {
    title: 'The subject of a token is not its practitioner',
    patch: [{ replace: `${claims}/sub`, value: '2' }],
    breaks: 'C18',
    fails: EVERY,
  },
  'no-organisation-code': {
    title: 'The organisation of a token has no ODS code',
    patch: [{ remove: `${claims}/requesting_organization/identifier` }],
    breaks: 'C18',
    fails: EVERY,
  },
  'no-role-profile': {
    title: 'The practitioner of a token has no role profile',
    patch: [{ remove: `${claims}/requesting_practitioner/identifier/1` }],
    breaks: 'C18',
    fails: EVERY,
  },
  'three-part-token': {
    title: 'An unsecured token has a signature',
    patch: [
      { add: '/mutations/-', value: { in: 'token', op: 'set', value: '${token.header}.${token.claims}.c2lnbmVk' } },
    ],
    breaks: 'C18',
    fails: EVERY,
  },
  'two-part-token': {
    title: 'The dot behind the claims of a token is missing',
    patch: [{ add: '/mutations/-', value: { in: 'token', op: 'set', value: '${token.header}.${token.claims}' } }],
    breaks: 'C18',
    fails: EVERY,
  },

  // The appointment that is booked.
  'body-without-language': {
    title: 'An appointment has no language',
    patch: [{ remove: '/booking/language' }],
    breaks: 'C-APP-RES-LANG-ENG-GB',
    fails: APPOINTMENT,
  },
  'two-patients': {
    title: 'An appointment is for two patients',
    patch: [
      {
        add: '/booking/contained/-',
        value: { resourceType: 'Patient', id: 'partner', name: [{ family: 'Marchbank' }] },
      },
      { add: '/booking/participant/-', value: { actor: { reference: '#partner' }, status: 'accepted' } },
    ],
    breaks: 'C-PATIENT-RES-ONE-CONTD',
    fails: PATIENT,
  },
  'no-nhs-number-status': {
    title: 'Nothing says how far the NHS number was verified',
    patch: [{ remove: `${patient}/identifier/0/extension` }],
    breaks: 'C-PATIENT-RES-CONS-SYS-NHS-NO-INC-EXT',
    fails: PATIENT,
  },
  'no-birth-date': {
    title: 'The patient has no date of birth',
    patch: [{ remove: `${patient}/birthDate` }],
    breaks: 'C-PATIENT-RES-DOB-VALUE',
    fails: PATIENT,
  },
  'telephone-without-rank': {
    title: 'Nothing says which telephone is tried first',
    patch: [{ remove: `${patient}/telecom/0/rank` }],
    breaks: 'C-PATIENT-RES-CONT-POINT-SYS-PHONE-VALID-UK-NO',
    fails: PATIENT,
  },
  'document-without-id': {
    title: 'The document has no identifier',
    patch: [{ remove: '/booking/contained/0/identifier' }],
    breaks: 'C-DOCREF-RES-IDENT-SYS-VALUE-ROOT-ID-CDA-DOC',
    fails: DOCUMENT,
  },
  'books-as-pending': {
    title: 'The appointment is yet to be booked',
    patch: [{ replace: '/booking/status', value: 'pending' }],
    breaks: 'C-APP-RES-STAT-BOOKED',
    fails: APPOINTMENT,
  },
  'chooses-the-id': {
    title: 'The client chooses the id of an appointment',
    patch: [{ add: '/booking/id', value: '${uuid.appointment}' }],
    breaks: 'C-APP-RES-NOT-ID-VALUE',
    fails: APPOINTMENT,
  },
  'xml-namespace-missing': {
    title: 'Bodies in XML are not in the namespace of FHIR',
    patch: [{ replace: '/writing/xmlNamespace', value: false }],
    breaks: 'xml-namespace',
    fails: ['CB-15', 'CC-02'],
  },

  'books-what-is-taken': {
    title: 'A slot is offered and booked whether it is free or not',
    patch: [{ add: '/offers/-', value: 'busy' }],
    breaks: 'nothing-to-book',
    fails: ['CB-21'],
  },

  // What is done after a fault.
  'retries-400': {
    title: 'What was refused is asked again unchanged',
    patch: [{ add: '/retry/statuses/-', value: 400 }],
    breaks: 'CO-07',
    fails: ['CO-01'],
  },
  'retries-every-refusal': {
    title: 'Whatever is refused is asked again, in the hope that it may be permitted, found or understood then',
    patch: [403, 404, 415, 422].map((value) => ({ add: '/retry/statuses/-', value })),
    breaks: 'CO-07',
    fails: ['CO-02', 'CO-03', 'CO-04', 'CB-22'],
  },
  'gives-up-on-500': {
    title: 'A server error is the end',
    patch: [{ replace: '/retry/statuses', value: [502, 503, 504] }],
    breaks: 'CO-08',
    fails: ['CO-11', 'CO-15'],
  },
  'gives-up-on-silence': {
    title: 'A broken connection is the end',
    patch: [{ replace: '/retry/withoutReply', value: [] }],
    breaks: 'CO-08',
    fails: ['CO-14'],
  },
  'gives-up-on-bad-gateway': {
    title: 'An empty reply of a gateway is the end',
    patch: [{ replace: '/retry/statuses', value: [500] }],
    breaks: 'CO-12',
    fails: ['CO-12', 'CO-13'],
  },
  'new-request-id-on-retry': {
    title: 'A request that is made again looks like another one',
    patch: [{ replace: '/retry/requestId', value: 'new' }],
    breaks: 'CO-08',
    fails: ['CO-11', 'CO-12', 'CO-13', 'CO-14', 'CO-15'],
  },
  'never-stops-retrying': {
    title: 'A server error is met with requests until it passes',
    patch: [{ replace: '/retry/attempts', value: 1_000_000 }],
    breaks: 'CO-08',
    fails: ['CO-16'],
  },
  'follows-redirect-with-token': {
    title: 'Wherever a redirect leads, the request with its token goes there',
    patch: [{ replace: '/redirects', value: 'follow' }],
    breaks: 'C18',
    fails: ['CO-17'],
  },

  'trusts-any-certificate': {
    title:
      'The certificate of the provider may be out of date, that of somebody else, or of an authority that nobody knows',
    patch: [{ replace: '/trusts', value: 'anybody' }],
    breaks: 'trusted-provider',
    fails: ['CO-31', 'CO-32', 'CO-33'],
  },

  // Cancellations.
  'put-without-if-match': {
    title: 'A cancellation does not say which version it means',
    patch: [{ remove: `${headers}/change/If-Match` }],
    breaks: 'if-match',
    fails: CANCELLED,
  },
  'any-if-match': {
    title: 'A cancellation means any version',
    patch: [{ replace: `${headers}/change/If-Match`, value: '*' }],
    breaks: 'if-match',
    fails: CANCELLED,
  },
  'put-loses-unknown-elements': {
    title: 'What the client has no field for is gone from a cancelled appointment',
    patch: [
      {
        add: '/cancelling/keeps',
        value: ['resourceType', 'id', 'meta', 'contained', 'status', 'start', 'end', 'slot', 'created', 'participant'],
      },
    ],
    breaks: 'CO-10',
    fails: [...CANCELLED, 'CC-03'],
  },
  'put-changes-more-than-status': {
    title: 'A cancelled appointment says in words, too, that it was cancelled',
    patch: [{ add: '/cancelling/edits/-', value: { add: '/comment', value: 'Cancelled' } }],
    breaks: 'CO-10',
    fails: [...CANCELLED, 'CC-03'],
  },
  'cancels-as-error': {
    title: 'A cancelled appointment was entered in error',
    patch: [{ replace: '/cancelling/edits/0/value', value: 'entered-in-error' }],
    breaks: 'CO-10',
    fails: CANCELLED,
  },
  'conflict-blindly-forced': {
    title: 'After a conflict the old appointment is put over the new one',
    patch: [{ replace: '/cancelling/conflict/changing', value: 'what-was-read-first' }],
    breaks: 'CO-09',
    fails: ['CC-04', 'CC-05'],
  },
  'conflict-is-the-end': {
    title: 'After a conflict the client gives up',
    patch: [{ replace: '/cancelling/conflict/times', value: 0 }],
    breaks: 'CO-09',
    fails: ['CC-04', 'CC-05'],
  },
  'conflict-put-unchanged': {
    title: 'After a conflict the same is put again, without a look at what has changed',
    patch: [{ add: '/retry/statuses/-', value: 409 }],
    breaks: 'CO-09',
    fails: ['CC-04'],
  },

  // The user and the log.
  'shows-the-code': {
    title: 'The user is shown a code',
    patch: [{ replace: '/telling/trouble', value: 'Error ${status} (${issue})' }],
    breaks: 'CO-02',
    fails: ['CU-11', 'CU-12', 'CU-13', 'CU-14'],
  },
  'shows-times-of-greenwich': {
    title: 'In summer users are shown times that are an hour early',
    patch: [{ replace: '/telling/timeZone', value: 'UTC' }],
    breaks: 'local-time',
    fails: ['CU-01'],
  },
  'shows-summer-time-all-year': {
    title: 'In winter users are shown times that are an hour late',
    patch: [{ replace: '/telling/timeZone', value: 'Etc/GMT-1' }],
    breaks: 'local-time',
    fails: ['CU-02'],
  },
  'logs-no-ids': {
    title: 'The log does not name the exchange in which there was an error',
    patch: [{ replace: '/logging/headers', value: [] }],
    breaks: 'CO-17',
    fails: ['CU-21'],
  },
  'logs-the-patient': {
    title: 'The NHS number is in the log',
    patch: [{ replace: '/logging/query', value: true }],
    breaks: 'CO-03',
    fails: ['CU-22'],
  },
};

/**
 * The decisions with the patches of the named defects, in the order in which they are named.
 *
 * @throws HarnessError CONFIG_INVALID for a defect that there is not, or that another one makes impossible.
 */
export function withClientDefects(decisions: Decisions, names: readonly string[]): Decisions {
  return names.reduce((current, name) => {
    const defect = Object.hasOwn(CLIENT_DEFECTS, name) ? CLIENT_DEFECTS[name] : undefined;
    if (defect === undefined) throw invalid(`The client has no defect "${name}"`);
    const changed = patched(current as unknown as JsonValue, defect.patch);
    if (changed === undefined) throw invalid(`The defect "${name}" cannot be combined with ${names.join(', ')}`);
    // A test carries out every patch.
    return changed as unknown as Decisions;
  }, decisions);
}

const invalid = (message: string): HarnessError =>
  new HarnessError({ code: 'CONFIG_INVALID', severity: 'error', message });
