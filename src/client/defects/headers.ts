import type { ClientDefects } from '../decisions.ts';
import { EVERY } from './every.ts';

const headers = '/requests/headerSets';

/** Cases of suites/uec-booking/client, by what they look at. */
const APPOINTMENT = ['CB-11', 'CB-15'];

/** Headers that are wrong. */
export const HEADER_DEFECTS: ClientDefects = {
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
};
