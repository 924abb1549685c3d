import { counted } from '../model/counted.ts';
import type { Interaction } from '../model/suite.ts';
import { isSuccess, resourcesOf } from './answer.ts';
import { call } from './call.ts';
import type { Client, Outcome } from './client.ts';
import { done, trouble, unreadable } from './telling.ts';

export const LIST: Interaction = {
  title: 'Find the appointments of a patient',
  method: 'GET',
  path: '/Appointment',
  query: { 'patient.identifier': 'https://fhir.nhs.uk/Id/nhs-number|${values.patient.nhsNumber}' },
  headers: ['every'],
  token: 'booking',
  facts: { id: 'read:appointment', scope: 'patient/appointment.read' },
};

export async function list(client: Client): Promise<Outcome> {
  const answer = await call(client, 'list');
  if (!isSuccess(answer)) return trouble(answer, client);
  if (answer.resource === undefined) return unreadable();
  return done(`The patient has ${counted(resourcesOf(answer, 'Appointment').length, 'appointment')}.`);
}
