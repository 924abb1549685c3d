import { counted } from '../model/counted.ts';
import type { JsonObject } from '../model/json.ts';
import type { Interaction } from '../model/suite.ts';
import { type Answer, isSuccess, resourcesOf } from './answer.ts';
import { call } from './call.ts';
import type { Client, Outcome } from './client.ts';
import { done, type Meanings, spoken, trouble, unreadable } from './telling.ts';

/** The times are those of the clock on a wall in summer, with their offset, whose `+` must be encoded in a query. */
export const SEARCH: Interaction = {
  title: 'Search for free slots of a service',
  method: 'GET',
  path: '/Slot',
  query: {
    'schedule.actor:healthcareservice': '${values.service}',
    start: ['ge${now | plus values.window.from | offset 1h}', 'le${now | plus values.window.to | offset 1h}'],
    status: 'free',
    _include: [
      'Slot:schedule',
      'Schedule:actor:Practitioner',
      'Schedule:actor:PractitionerRole',
      'Schedule:actor:HealthcareService',
      'HealthcareService:providedBy',
      'HealthcareService:location',
    ],
  },
  headers: ['every'],
  token: 'booking',
  facts: { id: 'search:slot', scope: 'organization/slot.read' },
};

export const SEARCH_MEANINGS: Meanings = { 404: 'The booking service does not know this clinic.' };

export const findSlots = (client: Client): Promise<Answer> => call(client, 'search');

/** What a booking repeats of its slot. */
const NEEDED = ['id', 'identifier', 'schedule', 'start', 'end'];

export const OFFERS: readonly string[] = ['free'];

/** Those that can be booked. Providers need not send anything but slots, and may send others than were asked for. */
export const slotsOffered = (answer: Answer, { decisions }: Client): readonly JsonObject[] =>
  resourcesOf(answer, 'Slot').filter(
    (slot) => decisions.offers.includes(String(slot['status'])) && NEEDED.every((name) => slot[name] !== undefined),
  );

export async function search(client: Client): Promise<Outcome> {
  const answer = await findSlots(client);
  if (!isSuccess(answer)) return trouble(answer, client, SEARCH_MEANINGS);
  if (answer.resource === undefined) return unreadable();
  const slots = slotsOffered(answer, client);
  const first = spoken(slots[0]?.['start'], client.decisions.telling);
  return done(
    first === undefined ? 'There are no free times.' : `${counted(slots.length, 'free time')}, the first on ${first}.`,
  );
}
