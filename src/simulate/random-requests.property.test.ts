import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import type { Mutation } from '../model/suite.ts';
import { type Answer, Provider } from './test-provider.test.ts';

/** Pointers to every place of a value below its root. */
function placesIn(value: JsonValue, at = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => [
    `${at}/${name}`,
    ...placesIn(part as JsonValue, `${at}/${name}`),
  ]);
}

const json = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<JsonValue>;

const at = (places: readonly string[]): fc.Arbitrary<Mutation> =>
  fc.oneof(
    fc.record({ in: fc.constant('body'), op: fc.constant('remove'), at: fc.constantFrom(...places) } as const),
    fc.record({
      in: fc.constant('body'),
      op: fc.constant('replace'),
      at: fc.constantFrom(...places),
      value: json,
    } as const),
  );

const query: fc.Arbitrary<Mutation> = fc.record({
  in: fc.constant('query'),
  op: fc.constant('replace'),
  at: fc.constantFrom('start', 'status', '_include', 'schedule.actor:healthcareservice'),
  value: fc.oneof(fc.string(), fc.array(fc.string(), { minLength: 1, maxLength: 3 })),
} as const);

const ANSWERS = new Set([200, 201, 400, 404, 409, 412, 422]);

function isSound({ status, resource }: Answer): void {
  ok(ANSWERS.has(status), `answered ${status}`);
  if (status < 300) return;
  equal(resource.resourceType, 'OperationOutcome');
  const [issue] = resource.issue as readonly JsonObject[];
  ok(
    issue?.severity === 'error' && issue.code !== undefined && isJsonObject(issue.details) && issue.diagnostics !== '',
  );
}

describe('the reference provider, whatever it is sent', () => {
  const provider = new Provider();
  const booked = provider.book().resource;

  it('answers a search', () => {
    fc.assert(fc.property(query, (mutation) => isSound(provider.send('search-slots', { mutations: [mutation] }))));
  });

  it('books, or refuses and leaves the slot free', () => {
    fc.assert(
      fc.property(
        at(placesIn(booked).filter((place) => !/^\/(id|meta\/(versionId|lastUpdated))$/.test(place))),
        (mutation) => {
          const slot = provider.freeSlot();
          const answer = provider.book({ slot, mutations: [mutation] });
          isSound(answer);
          equal(provider.freeSlot().id === slot.id, answer.status !== 201);
        },
      ),
    );
  });

  it('refuses a cancellation that is none, and leaves the appointment as it was', () => {
    const appointmentId = String(booked.id);
    const places = placesIn({ ...booked, status: 'cancelled' });
    fc.assert(
      fc.property(at(places), (mutation) => {
        fc.pre(!('value' in mutation && mutation.value === 'cancelled'));
        const answer = provider.cancel(appointmentId, { mutations: [mutation] });
        isSound(answer);
        deepEqual([answer.status >= 400, provider.send('read', { appointmentId }).resource], [true, booked]);
      }),
    );
  });
});
