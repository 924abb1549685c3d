import { patched } from '../message/patch.ts';
import type { JsonObject } from '../model/json.ts';
import type { Interaction } from '../model/suite.ts';
import { type Answer, headerOf, isSuccess } from './answer.ts';
import { call } from './call.ts';
import type { Client, Outcome } from './client.ts';
import type { Cancelling } from './decisions.ts';
import { READ_MEANINGS, readAppointment } from './read.ts';
import { done, type Meanings, trouble, unreadable } from './telling.ts';

export const CANCEL: Interaction = {
  title: 'Cancel an appointment',
  method: 'PUT',
  path: '/Appointment/${values.appointment}',
  query: {},
  headers: ['every', 'body', 'change'],
  token: 'booking',
  facts: { id: 'update:appointment', scope: 'patient/appointment.write' },
};

/** The appointment goes back as it was read, with another status and nothing else, for the version that was read. */
export const CANCELLING: Cancelling = {
  edits: [{ replace: '/status', value: 'cancelled' }],
  conflict: { statuses: [409, 412], times: 1, changing: 'what-is-read-again' },
};

const CHANGED = 'The appointment has been changed in the meantime. Please look at it again.';
const MEANINGS: Meanings = { ...READ_MEANINGS, 409: CHANGED, 412: CHANGED };

export async function cancel(client: Client): Promise<Outcome> {
  const { conflict } = client.decisions.cancelling;
  const read = await readAppointment(client);
  return putCancelled(read, read, conflict.times, client);
}

/** `current` was read last; `changing` is the appointment that goes back. */
async function putCancelled(current: Answer, changing: Answer, timesLeft: number, client: Client): Promise<Outcome> {
  const { cancelling } = client.decisions;
  if (!isSuccess(current)) return trouble(current, client, READ_MEANINGS);
  if (!changing.isWhole) return cancelInJson(client);
  const etag = versionOf(current);
  const body = changing.resource === undefined ? undefined : cancelled(changing.resource, cancelling);
  if (etag === undefined || body === undefined) return unreadable();
  // As after a request that was carried out, and whose reply was lost.
  if (current.resource?.['status'] === 'cancelled') return done('The appointment is cancelled.');

  const answer = await call(client, 'cancel', { body: '${cancelled}', scope: { cancelled: body, etag } });
  if (isSuccess(answer)) return done('The appointment is cancelled.');
  const { statuses, changing: which } = cancelling.conflict;
  if (timesLeft === 0 || !statuses.includes(answer.status ?? 0)) return trouble(answer, client, MEANINGS);
  const again = await readAppointment(client);
  return putCancelled(again, which === 'what-is-read-again' ? again : changing, timesLeft - 1, client);
}

/** What would be lost from an appointment in XML is not lost from one in JSON. */
async function cancelInJson(client: Client): Promise<Outcome> {
  const { values } = client;
  return values['format'] === 'json' ? unreadable() : cancel({ ...client, values: { ...values, format: 'json' } });
}

/** The ETag of the reply, or the one that follows from the version in its body. */
function versionOf({ sent, resource }: Answer): string | undefined {
  const { versionId } = (resource?.['meta'] ?? {}) as JsonObject;
  return headerOf(sent, 'ETag') ?? (versionId === undefined ? undefined : `W/"${String(versionId)}"`);
}

/** Undefined when it is no appointment with a status. */
function cancelled(appointment: JsonObject, { edits, keeps }: Cancelling): JsonObject | undefined {
  const kept = Object.entries(appointment).filter(([name]) => keeps === undefined || keeps.includes(name));
  return patched(Object.fromEntries(kept), edits) as JsonObject | undefined;
}
