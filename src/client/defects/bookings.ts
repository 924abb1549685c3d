import type { ClientDefects } from '../decisions.ts';

const patient = '/booking/contained/1';

/** Cases of suites/uec-booking/client, by what they look at. */
const APPOINTMENT = ['CB-11', 'CB-15'];
const PATIENT = ['CB-13', 'CB-17'];
const DOCUMENT = ['CB-14', 'CB-18'];

/** What is wrong with the appointment that is booked. Places in `booking` are those of fixtures/uec-booking/booking-request.json. */
export const BOOKING_DEFECTS: ClientDefects = {
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
};
