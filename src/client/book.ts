import type { Interaction } from '../model/suite.ts';
import { type Answer, headerOf, isSuccess } from './answer.ts';
import { call } from './call.ts';
import type { Client, Outcome } from './client.ts';
import { findSlots, SEARCH_MEANINGS, slotsOffered } from './search.ts';
import { done, type Meanings, notPossible, spoken, trouble } from './telling.ts';

export const BOOK: Interaction = {
  title: 'Book a slot',
  method: 'POST',
  path: '/Appointment',
  query: {},
  headers: ['every', 'body'],
  token: 'booking',
  facts: { id: 'create:appointment', scope: 'patient/appointment.write' },
};

const TAKEN = 'Somebody else has just taken this time. Please choose another one.';
const MEANINGS: Meanings = { 409: TAKEN, 422: TAKEN };

/** Who refuses a second attempt may know it already, or have given the slot to the first, which only seemed to fail. */
const UNCERTAIN =
  'It is not certain whether the time was booked. Please look at the bookings of the patient before you try again.';
const MEANINGS_AFTER_TROUBLE: Meanings = { 409: UNCERTAIN, 422: UNCERTAIN };

/** Books the first free slot that a search finds, or the one that is named. */
export async function book(client: Client): Promise<Outcome> {
  const found = await findSlots(client);
  if (!isSuccess(found)) return trouble(found, client, SEARCH_MEANINGS);
  const { slot: wanted } = client.values;
  const slot = slotsOffered(found, client).find(({ id }) => wanted === undefined || id === wanted);
  if (slot === undefined) return notPossible('There is no free time to book.');

  const answer = await call(client, 'book', { body: client.decisions.booking, scope: { slot } });
  if (!isSuccess(answer)) return trouble(answer, client, answer.attempt > 1 ? MEANINGS_AFTER_TROUBLE : MEANINGS);
  const at = spoken(slot['start'], client.decisions.telling) ?? 'the time that was chosen';
  return done(`Booked: ${at}. Reference: ${referenceOf(answer) ?? 'none was given'}.`);
}

/** The id of what was created; a provider may leave out the body and say it in Location alone. */
function referenceOf({ resource, sent }: Answer): string | undefined {
  const [, inLocation] = /\/Appointment\/([^/?#]+)/.exec(headerOf(sent, 'Location') ?? '') ?? [];
  return typeof resource?.['id'] === 'string' ? resource['id'] : inLocation;
}
