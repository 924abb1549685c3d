import type { ClientDefects } from '../decisions.ts';

const headers = '/requests/headerSets';

/** Cases of suites/uec-booking/client, by what they look at. */
const CANCELLED = ['CC-01', 'CC-02'];

/** Cancellations that are wrong. */
export const CANCELLATION_DEFECTS: ClientDefects = {
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
};
