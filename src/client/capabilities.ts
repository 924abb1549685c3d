import type { Interaction } from '../model/suite.ts';
import { isSuccess } from './answer.ts';
import { call } from './call.ts';
import type { Client, Outcome } from './client.ts';
import { done, trouble, unreadable } from './telling.ts';

export const CAPABILITIES: Interaction = {
  title: 'Read what the provider can do',
  method: 'GET',
  path: '/metadata',
  query: {},
  headers: ['every'],
  token: 'booking',
  facts: { id: 'read:metadata', scope: 'organization/slot.read' },
};

export async function capabilities(client: Client): Promise<Outcome> {
  const answer = await call(client, 'capabilities');
  if (!isSuccess(answer)) return trouble(answer, client);
  return answer.resource?.['resourceType'] === 'CapabilityStatement'
    ? done('The booking service can be reached.')
    : unreadable();
}
