import type { Interaction } from '../model/suite.ts';
import { type Answer, isSuccess } from './answer.ts';
import { call } from './call.ts';
import type { Client, Outcome } from './client.ts';
import { done, type Meanings, spoken, trouble, unreadable } from './telling.ts';

export const READ: Interaction = {
  title: 'Read an appointment',
  method: 'GET',
  path: '/Appointment/${values.appointment}',
  query: {},
  headers: ['every'],
  token: 'booking',
  facts: { id: 'read:appointment', scope: 'patient/appointment.read' },
};

const NO_SUCH = 'There is no such appointment.';
export const READ_MEANINGS: Meanings = { 404: NO_SUCH, 410: NO_SUCH };

export const readAppointment = (client: Client): Promise<Answer> => call(client, 'read');

export async function read(client: Client): Promise<Outcome> {
  const answer = await readAppointment(client);
  if (!isSuccess(answer)) return trouble(answer, client, READ_MEANINGS);
  const { resourceType, status, start } = answer.resource ?? {};
  const at = spoken(start, client.decisions.telling);
  return resourceType === 'Appointment' && at !== undefined
    ? done(`The appointment on ${at} is ${String(status)}.`)
    : unreadable();
}
