import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type Listener, listen } from '../http/listen.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import { loadSimulator } from '../suite/load-simulator.ts';
import { readApiFiles } from '../suite/read-api-files.ts';
import { createSimulator } from './simulator.ts';
import { VALIDATOR } from './test-provider.test.ts';

const { files } = await readApiFiles('.', 'uec-booking');
const { definition, diagnostics } = loadSimulator(files, 'suites/uec-booking/sentinel.simulator.yaml');

/** Appointments of the sentinel slots. */
const APPOINTMENTS = {
  slot005: '48fae2df-8010-4c80-8dd0-289a9dd60ae4',
  slot013: '1ef97d28-1e42-4e4f-981b-3e26bec1870a',
  slot014: '0dd85bf6-653c-4531-9890-78f4691eabe2',
  slot015: 'a3b76480-cd4a-4271-aedc-10eccb17b2ed',
  slot016: '07ef6a30-851b-47f0-8727-78200e642347',
  slot017: '615fcfdd-6efa-4eee-aa3f-d86893d1a98a',
  slot018: 'ec104b34-adfa-40ac-9dfb-20c428397e85',
  slot019: '6fdd6b8f-7752-445b-88a4-cb1f8efb1373',
} as const;
const NOT_FOUND = '95e58add-0b10-4a8c-817c-2729eb0cab75';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly resource: JsonObject;
}

describe('the sentinel simulator', () => {
  let listener: Listener;
  before(async () => {
    deepEqual(diagnostics, []);
    if (definition === undefined) throw new Error('The sentinel simulator does not load');
    listener = await listen((request) => simulator.handle(request), { port: 0 });
    const simulator = createSimulator(definition, {
      baseUrl: listener.url,
      defects: [],
      validator: VALIDATOR,
      now: () => new Date(),
      ids: randomUUID,
    });
  });
  after(() => listener.close());

  const HEADERS = { 'Ssp-From': '200000000001', Accept: 'application/fhir+json', 'X-Request-ID': 'request-1' };
  type Given = { readonly headers?: Record<string, string>; readonly body?: string };

  async function ask(method: string, path: string, { headers = HEADERS, body }: Given = {}): Promise<Answer> {
    const init = body === undefined ? { method, headers } : { method, headers, body };
    const response = await fetch(`${listener.url}${path}`, init);
    const text = await response.text();
    const parsed: unknown = text.startsWith('{') ? JSON.parse(text) : {};
    return {
      status: response.status,
      headers: response.headers,
      text,
      resource: isJsonObject(parsed as JsonObject) ? (parsed as JsonObject) : {},
    };
  }

  const search = (service: string, more = ''): Promise<Answer> =>
    ask('GET', `/Slot?schedule.actor:healthcareservice=${service}&start=ge2030-01-01&start=le2030-01-02${more}`);
  const bodyWith = (slot: string | undefined, status = 'booked'): string =>
    JSON.stringify({
      resourceType: 'Appointment',
      ...(slot === undefined ? {} : { contained: [{ resourceType: 'Slot', id: slot }] }),
      status,
    });
  const sendBody = (
    method: string,
    path: string,
    body: string,
    headers: Record<string, string> = HEADERS,
  ): Promise<Answer> => ask(method, path, { headers: { ...headers, 'Content-Type': 'application/fhir+json' }, body });
  const book = (slot: string | undefined): Promise<Answer> => sendBody('POST', '/Appointment', bodyWith(slot));
  const cancel = (slot: string | undefined): Promise<Answer> =>
    sendBody('PUT', `/Appointment/${APPOINTMENTS.slot005}`, bodyWith(slot, 'cancelled'));

  const entriesOf = ({ resource }: Answer): readonly JsonObject[] =>
    ((resource.entry ?? []) as readonly { readonly resource: JsonObject }[]).map((entry) => entry.resource);
  const typesIn = (answer: Answer): readonly string[] =>
    [...new Set(entriesOf(answer).map((one) => String(one.resourceType)))].sort();
  const issueCode = ({ resource }: Answer): unknown => (resource.issue as readonly JsonObject[] | undefined)?.[0]?.code;
  const isRefusal = (answer: Answer, status: number): void => {
    equal(answer.status, status);
    equal(answer.resource.resourceType, 'OperationOutcome');
  };

  describe('answers a search by its service', () => {
    const INCLUDES =
      '&_include=Slot:schedule&_include=Schedule:actor:HealthcareService&_include=HealthcareService:providedBy';

    it('999999999: slots, and what they refer to', async () => {
      const found = await search('999999999', INCLUDES);
      equal(found.status, 200);
      deepEqual(typesIn(found), ['HealthcareService', 'Organization', 'Schedule', 'Slot']);
      const slots = entriesOf(found).filter(({ resourceType }) => resourceType === 'Slot');
      deepEqual(
        slots.map(({ id }) => id),
        Array.from({ length: 17 }, (_, place) => `slot${String(place + 5).padStart(3, '0')}`),
      );
    });
    it('999999999: those of a status', async () => {
      const free = entriesOf(await search('999999999', '&status=free'));
      deepEqual([free.length, free.some(({ id }) => id === 'slot020')], [16, false]);
      equal(entriesOf(await search('999999999', '&status=free,busy')).length, 17);
    });
    it('999999998: none', async () => {
      const { status, resource } = await search('999999998', INCLUDES);
      deepEqual([status, resource.total, resource.entry], [200, 0, undefined]);
    });
    it('999999993: slots alone', async () => {
      const found = await search('999999993', INCLUDES);
      equal(found.status, 200);
      deepEqual(typesIn(found), ['Slot']);
    });
    for (const [service, status] of [
      ['999999997', 400],
      ['999999996', 403],
      ['999999995', 500],
      ['999999994', 405],
      ['1234', 404],
    ] as const) {
      it(`${service}: ${status}`, async () => isRefusal(await search(service), status));
    }
    it('none: 400', async () => isRefusal(await ask('GET', '/Slot'), 400));
  });

  describe('answers a booking by its slot', () => {
    for (const [slot, id] of [...Object.entries(APPOINTMENTS), ['slot021', NOT_FOUND]] as const) {
      it(`${slot}: made, always the same`, async () => {
        for (const _ of [1, 2]) {
          const { status, headers, resource } = await book(slot);
          deepEqual([status, resource.id, resource.status], [201, id, 'booked']);
          equal(headers.get('Location'), `${listener.url}/Appointment/${id}/_history/1`);
          equal(headers.get('X-Correlation-ID'), 'request-1');
        }
      });
    }
    for (const [slot, status, code] of [
      ['slot006', 422, 'processing'],
      ['slot007', 422, 'invalid'],
      ['slot008', 400, 'invalid'],
      ['slot009', 403, 'forbidden'],
      ['slot010', 500, 'exception'],
      ['slot011', 415, 'not-supported'],
      ['slot020', 422, 'processing'],
      ['slot099', 404, 'not-found'],
      [undefined, 400, 'invalid'],
    ] as const) {
      it(`${slot ?? 'none'}: ${status} ${code}`, async () => {
        const answer = await book(slot);
        isRefusal(answer, status);
        equal(issueCode(answer), code);
      });
    }
    it('slot012: 502, empty', async () => {
      const { status, headers, text } = await book('slot012');
      deepEqual([status, headers.get('Content-Type'), text], [502, null, '']);
    });
    it('in XML too', async () => {
      const body =
        '<Appointment xmlns="http://hl7.org/fhir"><contained><Slot><id value="slot005"/></Slot></contained></Appointment>';
      const headers = { ...HEADERS, Accept: 'application/fhir+xml', 'Content-Type': 'application/fhir+xml' };
      const { status, text } = await ask('POST', '/Appointment', { headers, body });
      equal(status, 201);
      ok(text.includes(`<id value="${APPOINTMENTS.slot005}"/>`));
    });
  });

  describe('answers a cancellation by its slot', () => {
    it('slot005: 200, with a new version', async () => {
      const { status, headers, resource } = await cancel('slot005');
      deepEqual([status, resource.id, resource.status], [200, APPOINTMENTS.slot005, 'cancelled']);
      equal((resource.meta as JsonObject).versionId, '2');
      equal(headers.get('ETag'), 'W/"2"');
    });
    for (const [slot, status] of [
      ['slot013', 422],
      ['slot014', 409],
      ['slot015', 412],
      ['slot016', 400],
      ['slot017', 403],
      ['slot018', 500],
      ['slot006', 404],
      [undefined, 400],
    ] as const) {
      it(`${slot ?? 'none'}: ${status}`, async () => isRefusal(await cancel(slot), status));
    }
    it('slot019: 504, empty', async () => {
      const { status, text } = await cancel('slot019');
      deepEqual([status, text], [504, '']);
    });
    it('and remembers none', async () => {
      await cancel('slot005');
      equal((await ask('GET', `/Appointment/${APPOINTMENTS.slot005}`)).resource.status, 'booked');
    });
  });

  describe('reads appointments', () => {
    for (const [slot, id] of Object.entries(APPOINTMENTS)) {
      it(`that of ${slot}, as a valid one`, async () => {
        const { status, resource } = await ask('GET', `/Appointment/${id}`);
        equal(status, 200);
        equal(resource.id, id);
        match(JSON.stringify(resource.contained), new RegExp(`"id":"${slot}"`));
        const profile = 'https://fhir.hl7.org.uk/STU3/StructureDefinition/CareConnect-Appointment-1';
        deepEqual(
          VALIDATOR.validate(resource, { profiles: [profile] }).diagnostics.filter(
            ({ severity }) => severity === 'error',
          ),
          [],
        );
      });
    }
    it('but not that of slot021, nor any other', async () => {
      isRefusal(await ask('GET', `/Appointment/${NOT_FOUND}`), 404);
      isRefusal(await ask('GET', '/Appointment/other'), 404);
    });
  });

  describe('refuses', () => {
    const without = (name: string): Record<string, string> =>
      Object.fromEntries(Object.entries(HEADERS).filter(([header]) => header !== name));

    for (const [method, path] of [
      ['GET', '/metadata'],
      ['GET', '/Slot?schedule.actor:healthcareservice=999999999'],
      ['GET', `/Appointment/${APPOINTMENTS.slot005}`],
    ] as const) {
      it(`${method} ${path} without Ssp-From: 400`, async () =>
        isRefusal(await ask(method, path, { headers: without('Ssp-From') }), 400));
    }
    for (const header of ['Ssp-From', 'X-Request-ID']) {
      it(`a booking or cancellation without ${header}: 400`, async () => {
        isRefusal(await sendBody('POST', '/Appointment', bodyWith('slot005'), without(header)), 400);
        isRefusal(
          await sendBody('PUT', `/Appointment/${APPOINTMENTS.slot005}`, bodyWith('slot005'), without(header)),
          400,
        );
      });
    }
    for (const method of ['DELETE', 'PATCH', 'OPTIONS']) {
      it(`${method}: 405, wherever and with whatever headers`, async () => {
        isRefusal(await ask(method, `/Appointment/${APPOINTMENTS.slot005}`, { headers: {} }), 405);
        isRefusal(await ask(method, '/nowhere', { headers: {} }), 405);
      });
    }
    it('a search by POST: 405', async () => isRefusal(await sendBody('POST', '/Slot', '{}'), 405));
  });

  it('describes itself', async () => {
    const { status, resource } = await ask('GET', '/metadata');
    deepEqual([status, resource.resourceType], [200, 'CapabilityStatement']);
  });
});
