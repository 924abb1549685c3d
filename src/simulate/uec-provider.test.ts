import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import { entriesOf, idOf, Provider, slotsOf } from './test-provider.test.ts';

describe('the reference provider of UEC booking', () => {
  it('offers more than 400 free slots in the next seven days', () => {
    const start = ['ge${now | plus 1h | instant}', 'le${now | plus 168h | instant}'];
    const found = new Provider().send('search-slots', { query: { start } });
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

  it('gives every reply the headers of the interface, refusals too', () => {
    const provider = new Provider();
    const refused = provider.book({
      headers: { 'X-Request-ID': 'mine' },
      mutations: [{ in: 'header', op: 'remove', at: 'Authorization' }],
    });
    equal(refused.status, 403);
    equal(refused.header('X-Correlation-ID'), 'mine');
    equal(refused.header('Cache-Control'), 'no-store');
    ok(refused.header('X-Request-ID') !== undefined && refused.header('X-Request-ID') !== 'mine');
  });

  it('says what it refused in an OperationOutcome', () => {
    const provider = new Provider();
    const slot = provider.freeSlot();
    provider.book({ slot });
    const { resource } = provider.book({ slot });
    const [issue] = resource.issue as readonly JsonObject[];
    equal(resource.resourceType, 'OperationOutcome');
    ok(resource.id);
    deepEqual([issue?.severity, issue?.code, issue?.location], ['error', 'processing', ['/f:Appointment/f:slot']]);
    ok(String(issue?.diagnostics).includes(String(slot.id)));
    ok(isJsonObject(issue?.details) && issue.details.coding);
  });

  it('includes what a search asks for, once', () => {
    const _include = [
      'Slot:schedule',
      'Schedule:actor:HealthcareService',
      'Schedule:actor:Practitioner',
      'Schedule:actor:PractitionerRole',
      'HealthcareService:providedBy',
      'HealthcareService:location',
      'Slot:colour',
    ];
    const found = new Provider().send('search-slots', { query: { _include } });
    for (const type of [
      'Schedule',
      'HealthcareService',
      'Practitioner',
      'PractitionerRole',
      'Organization',
      'Location',
    ]) {
      equal(entriesOf(found, type).length, 1, type);
    }
  });

  it('knows a service without slots', () => {
    const found = new Provider().send('search-slots', { query: { 'schedule.actor:healthcareservice': '1000000000' } });
    deepEqual([found.status, found.resource.total, found.resource.entry], [200, 0, undefined]);
  });

  it('knows a service that gives slots only, whatever is to be included', () => {
    const found = new Provider().send('search-slots', {
      query: { 'schedule.actor:healthcareservice': '1000000002', _include: ['Slot:schedule'] },
    });
    ok(slotsOf(found).length > 0);
    equal(entriesOf(found, 'Schedule').length, 0);
  });

  it('fails as it is asked to, without a booking', () => {
    const provider = new Provider();
    const slot = provider.freeSlot();
    const failing = (text: string) =>
      provider.book({ slot, mutations: [{ in: 'body', op: 'replace', at: '/description', value: text }] });
    const [error, gateway] = [failing('sentinel 500'), failing('sentinel 502')];
    deepEqual([error.status, error.resource.resourceType], [500, 'OperationOutcome']);
    deepEqual([gateway.status, gateway.text, gateway.header('Content-Type')], [502, '', undefined]);
    equal(provider.freeSlot().id, slot.id);
  });

  it('tells every fault of a booking, and where', () => {
    const { status, resource } = new Provider().book({
      mutations: [
        { in: 'body', op: 'remove', at: '/description' },
        { in: 'body', op: 'replace', at: '/contained/1/gender', value: 'M' },
      ],
    });
    const issues = resource.issue as readonly JsonObject[];
    equal(status, 422);
    deepEqual(
      issues.map(({ location }) => location),
      [['/f:Appointment/f:description'], ['/f:Appointment/f:contained[2]/f:gender']],
    );
  });

  it('lists the bookings of a patient, and of no other', () => {
    const provider = new Provider();
    const appointmentId = idOf(provider.book());
    const listed = (nhsNumber: string) =>
      entriesOf(
        provider.send('read', {
          appointmentId,
          mutations: [
            {
              in: 'path',
              op: 'set',
              value: `/Appointment?patient.identifier=https://fhir.nhs.uk/Id/nhs-number|${nhsNumber}`,
            },
          ],
        }),
        'Appointment',
      ).map(({ id }) => id);
    deepEqual(listed('9990000018'), [appointmentId]);
    deepEqual(listed('9990000026'), []);
  });

  it('gives bookings ids of their own', () => {
    const provider = new Provider();
    const ids = [0, 1, 2].map(() => idOf(provider.book()));
    equal(new Set(ids).size, 3);
  });

  it('leaves everything as it was when it refuses', () => {
    const provider = new Provider();
    const slot = provider.freeSlot();
    provider.book({ slot, mutations: [{ in: 'body', op: 'remove', at: '/description' }] });
    equal(provider.freeSlot().id, slot.id);
    const booked = provider.book({ slot });
    provider.cancel(idOf(booked), { mutations: [{ in: 'body', op: 'replace', at: '/description', value: 'Another' }] });
    deepEqual(provider.send('read', { appointmentId: idOf(booked) }).resource, booked.resource);
  });

  for (const body of [
    'null',
    '[]',
    '"text"',
    '{}',
    '{"resourceType":1}',
    '{"resourceType":"Appointment","contained":"x"}',
    '\u0000',
    '{"a":1,"a":2}',
  ]) {
    it(`refuses ${JSON.stringify(body)} as a body`, () => {
      const { status, resource } = new Provider().book({ mutations: [{ in: 'bytes', op: 'set', value: body }] });
      ok(status === 400 || status === 422);
      equal(resource.resourceType, 'OperationOutcome');
    });
  }

  for (const name of ['__proto__', 'constructor', '__defineGetter__', '']) {
    it(`ignores the parameter ${JSON.stringify(name)}`, () => {
      equal(
        new Provider().send('search-slots', { mutations: [{ in: 'query', op: 'add', at: name, value: 'x' }] }).status,
        200,
      );
    });
  }

  it('answers what is no URL', () => {
    const { response } = new Provider().simulator.handle({
      method: 'GET',
      url: 'http://',
      headers: [],
      body: new Uint8Array(),
    });
    equal(response.status, 404);
  });
});
