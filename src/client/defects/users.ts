import type { ClientDefects } from '../decisions.ts';

/** What the user is shown, and what the log has, wrongly. */
export const USER_DEFECTS: ClientDefects = {
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
