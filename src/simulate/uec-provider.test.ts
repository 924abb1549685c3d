import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { JsonObject } from '../model/json.ts';
import { entriesOf, idOf, Provider, slotsOf } from './test-provider.test.ts';

describe('the reference provider of UEC booking', () => {
  it('offers more than 400 free slots in the next seven days', () => {
    const found = new Provider().send('search-slots');
    equal(found.status, 200);
    ok(slotsOf(found).length >= 400);
    ok(slotsOf(found).every(({ status }) => status === 'free'));
    equal(entriesOf(found, 'Schedule').length, 1);
  });

  it('books a free slot, which is busy from then on', () => {
    const provider = new Provider();
    const slot = provider.freeSlot();
    const booked = provider.book({ slot });
    equal(booked.status, 201);
    equal(booked.resource.status, 'booked');
    match(booked.header('Location') ?? '', /^http:\/\/.+\/Appointment\/.+\/_history\/1$/);
    equal(booked.header('ETag'), 'W/"1"');
    ok(slotsOf(provider.send('search-slots')).every(({ id }) => id !== slot.id));
  });

  it('gives a booking back, cancels it once, keeps its first version and frees the slot', () => {
    const provider = new Provider();
    const slot = provider.freeSlot();
    const booked = provider.book({ slot });
    const appointmentId = idOf(booked);
    const read = provider.send('read', { appointmentId });
    deepEqual(read.resource, booked.resource);
    const cancelled = provider.cancel(appointmentId);
    equal(cancelled.status, 200);
    equal(cancelled.resource.status, 'cancelled');
    equal((cancelled.resource.meta as JsonObject).versionId, '2');
    equal(provider.send('read-version', { appointmentId, version: '1' }).resource.status, 'booked');
    equal(provider.freeSlot().id, slot.id);
    equal(provider.cancel(appointmentId).status, 422);
  });
});
