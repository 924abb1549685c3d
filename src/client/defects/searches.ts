import type { ClientDefects } from '../decisions.ts';

const slots = '/requests/interactions/search/query';

/** Cases of suites/uec-booking/client, by what they look at. */
const SLOTS = ['CS-01', 'CS-02'];

/** What a client asks of a search wrongly. */
export const SEARCH_DEFECTS: ClientDefects = {
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
};
