import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import type { HttpRequest } from '../model/exchange.ts';
import type { JsonObject } from '../model/json.ts';
import { header, lost, NOW, plainly, replyWith, TestWorld, textOf, tokenOf } from './test-world.test.ts';

const methodsOf = (requests: readonly HttpRequest[]): readonly string[] => requests.map(({ method }) => method);
const bodyOf = (request: HttpRequest | undefined): JsonObject =>
  JSON.parse(textOf(request ?? { body: Buffer.from('{}') }));

describe('the reference client, at the reference provider', () => {
  let world: TestWorld;
  beforeEach(async () => {
    world = await TestWorld.open();
  });
  afterEach(() => world.close());

  for (const format of ['json', 'xml']) {
    describe(`in ${format.toUpperCase()}`, () => {
      it('books, reads, lists and cancels', async () => {
        const appointment = await world.booked({ format });
        notEqual(appointment, '');
        const given = { format, appointment };
        const ends = [];
        for (const action of ['capabilities', 'search', 'read', 'list', 'cancel', 'read'])
          ends.push(await world.carryOut({ action, given }));
        deepEqual(
          ends.map(({ ended, tells }) => `${ended}: ${tells}`),
          [
            'done: The booking service can be reached.',
            'done: 125 free times, the first on Monday, 6 July 2026 at 12:20.',
            'done: The appointment on Monday, 6 July 2026 at 12:00 is booked.',
            'done: The patient has 1 appointment.',
            'done: The appointment is cancelled.',
            'done: The appointment on Monday, 6 July 2026 at 12:00 is cancelled.',
          ],
        );
        deepEqual(
          ends.flatMap(({ log }) => log),
          [],
        );
      });

      it('says so in its headers', async () => {
        const { requests } = await world.carryOut({ action: 'book', given: { format } });
        deepEqual(
          requests.map((one) => [header(one, 'Accept'), header(one, 'Content-Type')]),
          [
            [`application/fhir+${format}`, undefined],
            [`application/fhir+${format}`, `application/fhir+${format}`],
          ],
        );
      });
    });
  }

  it('has a token and an X-Request-ID of its own for each request', async () => {
    const { requests } = await world.carryOut({ action: 'book' });
    deepEqual(
      requests.map((one) => tokenOf(one).claims['requested_scope']),
      ['organization/slot.read', 'patient/appointment.write'],
    );
    const iat = NOW.getTime() / 1000;
    for (const request of requests) {
      const { claims, signature } = tokenOf(request);
      deepEqual([claims['iat'], claims['exp'], claims['aud'], signature], [iat, iat + 300, world.url, '']);
    }
    equal(new Set(requests.map((one) => header(one, 'X-Request-ID'))).size, 2);
  });

  it('books the slot that it is told to', async () => {
    let slot = '';
    world.interfere((request, own) => {
      const reply = own(plainly(request));
      slot ||= [...textOf(reply.response).matchAll(/"resourceType":"Slot","id":"([^"]+)"/g)][4]?.[1] ?? '';
      return reply;
    });
    await world.carryOut({ action: 'search' });
    const { requests } = await world.carryOut({ action: 'book', given: { slot } });
    notEqual(slot, '');
    deepEqual(bodyOf(requests[1])['slot'], [{ reference: `#${slot}` }]);
  });

  it('tells its user when there is nothing to book, and asks no further', async () => {
    const { ended, requests } = await world.carryOut({ action: 'book', given: { service: '1000000000' } });
    deepEqual([ended, methodsOf(requests)], ['refused', ['GET']]);
  });

  it('offers no slot that it could not name in a booking', async () => {
    world.interfere((request, own) => {
      const { response } = own(plainly(request));
      return { response: { ...response, body: Buffer.from(textOf(response).replaceAll('"identifier"', '"_other"')) } };
    });
    const { ended, requests } = await world.carryOut({ action: 'book' });
    deepEqual([ended, methodsOf(requests)], ['refused', ['GET']]);
  });

  it('takes slots without what they were to come with', async () => {
    equal((await world.carryOut({ action: 'book', given: { service: '1000000002' } })).ended, 'done');
  });

  it('reads what is compressed, and what is not although it asked for that', async () => {
    const codings: (string | undefined)[] = [];
    for (const asked of [(request: HttpRequest) => request, plainly]) {
      world.interfere((request, own) => {
        const reply = own(asked(request));
        codings.push(header(reply.response, 'Content-Encoding'));
        return reply;
      });
      equal((await world.carryOut({ action: 'search' })).ended, 'done');
    }
    deepEqual(codings, ['gzip', undefined]);
  });

  it('does not repeat what was refused, and logs both ids of it', async () => {
    const { ended, requests, log, tells } = await world.carryOut({ action: 'read', given: { appointment: 'nobody' } });
    deepEqual([ended, requests.length, tells], ['refused', 1, 'There is no such appointment.']);
    const [request] = requests;
    const id = request && header(request, 'X-Request-ID');
    deepEqual(
      log.map((line) => [line['status'], line['X-Request-ID'], line['X-Correlation-ID']]),
      [[404, id, id]],
    );
  });

  it('repeats after a server error: the same request, with a token of its own', async () => {
    world.interfere(({ method }, _, count) => (method === 'POST' && count === 2 ? replyWith(500) : undefined));
    const { ended, requests, log, pauses } = await world.carryOut({ action: 'book' });
    deepEqual([ended, methodsOf(requests), log.length, pauses], ['done', ['GET', 'POST', 'POST'], 1, [500]]);
    const [, first, again] = requests;
    ok(first && again);
    equal(textOf(again), textOf(first));
    equal(header(again, 'X-Request-ID'), header(first, 'X-Request-ID'));
  });

  it('repeats the same question, under a token that is fresh', async () => {
    world.interfere((_, own, count) => (count === 1 ? replyWith(503, [['Retry-After', '7']]) : own()));
    const { requests } = await world.carryOut({ action: 'search' });
    const [first, again] = requests;
    ok(first && again);
    equal(again.url, first.url);
    equal(Number(tokenOf(again).claims['iat']) - Number(tokenOf(first).claims['iat']), 7);
  });

  it('repeats after silence and empty replies of gateways, three times in all', async () => {
    for (const status of [500, 502, 503, 504]) {
      world.interfere(() => replyWith(status));
      const { ended, requests, pauses } = await world.carryOut({ action: 'search' });
      deepEqual([ended, requests.length, pauses], ['refused', 3, [500, 1000]]);
    }
    world.interfere((_, own) => lost(own()));
    const { ended, requests } = await world.carryOut({ action: 'search' });
    deepEqual([ended, requests.length], ['unanswered', 3]);
  });

  it('waits as long as it is asked to, unless that is too long', async () => {
    world.interfere((_, own, count) => (count === 1 ? replyWith(503, [['Retry-After', '7']]) : own()));
    deepEqual((await world.carryOut({ action: 'search' })).pauses, [7_000]);
    world.interfere(() => replyWith(503, [['Retry-After', '3600']]));
    const { pauses, requests } = await world.carryOut({ action: 'search' });
    deepEqual([pauses, requests.length], [[], 1]);
  });

  it('is not certain of a booking whose reply was lost', async () => {
    world.interfere(({ method }, own, count) => {
      const reply = own();
      return method === 'POST' && count === 2 ? lost(reply) : reply;
    });
    const { ended, requests, tells } = await world.carryOut({ action: 'book' });
    deepEqual([ended, methodsOf(requests)], ['refused', ['GET', 'POST', 'POST']]);
    match(tells, /^It is not certain/);
  });

  it('follows no redirect', async () => {
    world.interfere(() => replyWith(307, [['Location', `${world.url}/elsewhere`]]));
    const { ended, requests } = await world.carryOut({ action: 'search' });
    deepEqual([ended, requests.length], ['refused', 1]);
  });

  it('puts back what it read, with elements that it knows nothing of', async () => {
    const appointment = await world.booked();
    let read: JsonObject = {};
    world.interfere((request, own) => {
      if (request.method === 'PUT') return replyWith(200);
      const { response } = own(plainly(request));
      read = { ...JSON.parse(textOf(response)), colour: { of: ['blue'] }, comment: '${values.patient.family}' };
      return replyWith(200, [['ETag', 'W/"7"']], read);
    });
    const { ended, requests } = await world.carryOut({ action: 'cancel', given: { appointment } });
    deepEqual([ended, methodsOf(requests)], ['done', ['GET', 'PUT']]);
    deepEqual(bodyOf(requests[1]), { ...read, status: 'cancelled' });
    equal(requests[1] && header(requests[1], 'If-Match'), 'W/"7"');
  });

  it('cancels in JSON what it could not put back whole in XML', async () => {
    const appointment = await world.booked();
    world.interfere((request, own) => {
      if (request.method === 'PUT' || header(request, 'Accept') !== 'application/fhir+xml') return undefined;
      const { response } = own(plainly(request));
      const text = textOf(response).replace('<status ', '<colour value="blue"/><status ');
      return { response: { ...response, body: Buffer.from(text) } };
    });
    const { ended, requests } = await world.carryOut({ action: 'cancel', given: { appointment, format: 'xml' } });
    deepEqual(
      [ended, ...requests.map((one) => [one.method, header(one, 'Accept')])],
      ['done', ['GET', 'application/fhir+xml'], ['GET', 'application/fhir+json'], ['PUT', 'application/fhir+json']],
    );
  });

  it('does not cancel what it can have whole in no format', async () => {
    const appointment = await world.booked();
    const xml = '<Appointment xmlns="http://hl7.org/fhir"><colour value="blue"/><status value="booked"/></Appointment>';
    world.interfere(() => ({
      response: { ...replyWith(200).response, headers: [['Content-Type', 'application/xml']], body: Buffer.from(xml) },
    }));
    const { ended, requests } = await world.carryOut({ action: 'cancel', given: { appointment, format: 'xml' } });
    deepEqual([ended, methodsOf(requests)], ['unanswered', ['GET', 'GET']]);
  });

  for (const status of [409, 412]) {
    it(`reads again after ${status}, and puts what it read then, once`, async () => {
      const appointment = await world.booked();
      let version = 0;
      world.interfere((request, own) => {
        if (request.method === 'PUT') return replyWith(status);
        version += 1;
        const read = { ...JSON.parse(textOf(own(plainly(request)).response)), comment: `Version ${version}` };
        return replyWith(200, [['ETag', `W/"${version}"`]], read);
      });
      const { ended, requests } = await world.carryOut({ action: 'cancel', given: { appointment } });
      deepEqual([ended, methodsOf(requests)], ['refused', ['GET', 'PUT', 'GET', 'PUT']]);
      deepEqual(
        requests
          .filter(({ method }) => method === 'PUT')
          .map((one) => [header(one, 'If-Match'), bodyOf(one)['comment'], bodyOf(one)['status']]),
        [
          ['W/"1"', 'Version 1', 'cancelled'],
          ['W/"2"', 'Version 2', 'cancelled'],
        ],
      );
    });
  }

  it('finds the appointment cancelled when the reply to that was lost', async () => {
    const appointment = await world.booked();
    world.interfere(({ method }, own, count) => {
      const reply = own();
      return method === 'PUT' && count === 2 ? lost(reply) : reply;
    });
    const { ended, requests } = await world.carryOut({ action: 'cancel', given: { appointment } });
    deepEqual([ended, methodsOf(requests)], ['done', ['GET', 'PUT', 'PUT', 'GET']]);
  });

  it('never shows a code, and never logs an NHS number', async () => {
    for (const status of [302, 400, 401, 403, 404, 405, 409, 412, 415, 422, 500, 501]) {
      world.interfere(() => replyWith(status));
      for (const action of ['capabilities', 'search', 'book', 'read', 'list', 'cancel']) {
        const { tells, log } = await world.carryOut({ action, given: { appointment: 'one' } });
        ok(!/\d/.test(tells), tells);
        ok(!JSON.stringify(log).includes('9990000018'));
      }
    }
  });

  it('cannot go by a success that holds nothing', async () => {
    world.interfere(() => replyWith(200));
    for (const action of ['capabilities', 'search', 'read', 'list', 'cancel'])
      equal((await world.carryOut({ action, given: { appointment: 'one' } })).ended, 'unanswered');
  });
});
