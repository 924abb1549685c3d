import type { ClientDefects } from '../decisions.ts';

/** What is done wrongly after a fault. */
export const RETRY_DEFECTS: ClientDefects = {
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
};
