import type { Template } from '../model/suite.ts';
import { BOOK } from './book.ts';
import { CANCEL, CANCELLING } from './cancel.ts';
import { CAPABILITIES } from './capabilities.ts';
import type { Decisions } from './decisions.ts';
import { HEADERS } from './headers.ts';
import { LIST } from './list.ts';
import { LOGGING } from './logging.ts';
import { READ } from './read.ts';
import { RETRY } from './retry.ts';
import { OFFERS, SEARCH } from './search.ts';
import { TELLING } from './telling.ts';
import { BOOKING_TOKEN } from './tokens.ts';
import { WRITING } from './writing.ts';

/** The decisions of a client that does everything right; `booking` is the template of the appointment that it books. */
export const correctDecisions = (booking: Template): Decisions => ({
  requests: {
    fhirVersion: 'stu3',
    headerSets: HEADERS,
    tokenSets: { booking: BOOKING_TOKEN },
    interactions: { capabilities: CAPABILITIES, search: SEARCH, book: BOOK, read: READ, list: LIST, cancel: CANCEL },
  },
  booking,
  mutations: [],
  writing: WRITING,
  retry: RETRY,
  redirects: 'refuse',
  trusts: 'authorities',
  cancelling: CANCELLING,
  offers: OFFERS,
  telling: TELLING,
  logging: LOGGING,
});
