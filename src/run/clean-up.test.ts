import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { carriedOut } from '../../fixtures/run/carried-out.ts';
import { ioWithoutEvidence } from '../../fixtures/run/io-without-evidence.ts';
import { interfaceOf, plannedOf, sound } from '../../fixtures/run/planned.ts';
import { createValidator } from '../fhir/validator.ts';
import type { JournalEvent } from '../model/event.ts';
import type { RunPlan } from '../model/plan.ts';
import type { CleanedUp } from '../model/result.ts';
import type { Io } from './io.ts';
import type { RunOptions } from './run-plan.ts';

const API = `
api: a
title: An interface
version: "1"
fhir: stu3
sources: { s: { title: S, url: "https://example.org/" } }
interactions:
  book: { title: Book, method: POST, path: /Appointment }
  read: { title: Read, method: GET, path: "/Appointment/\${id}" }
  cancel: { title: Cancel, method: PUT, path: "/Appointment/\${id}" }
fragments:
  cancelled:
    - { id: see, send: { interaction: read } }
    - { id: cancel, send: { interaction: cancel, body: "\${see.response.body}" }, mutate: [{ in: body, replace: /status, value: cancelled }] }
cleanup:
  - { title: Cancel it, made: book, id: id, given: [cancelled], done: "status = 'cancelled'" }
`;
const book = (id: string, more = ''): string => `
  - id: ${id}
    title: Books
    polarity: positive
    verifies: [R]
    uses: { slot: shared }
    steps:
      - { id: book, send: { interaction: book, body: {} }, expect: [{ status: [{ is: 201, cite: s }] }], capture: { id: { fhirpath: id } } }${more}
    act: book
`;
const CANCELS = `
      - { id: own-cancel, send: { interaction: cancel, body: { resourceType: Appointment, status: cancelled } }, expect: [{ status: [{ is: 200, cite: s }] }] }`;
const REPEATS = `
      - { id: again, send: { same: book }, expect: [{ status: [{ is: 201, cite: s }] }] }`;

const LEASES = `
      - { id: take, send: { interaction: read }, expect: [{ status: [{ is: 200, cite: s }] }], lease: { slot: "'the only slot'" } }`;

const CAPABILITIES =
  '{"resourceType":"CapabilityStatement","status":"active","date":"2026-01-01","kind":"instance","fhirVersion":"3.0.1","acceptUnknown":"no","format":["json"]}';

/** Answers a request or, by giving undefined, leaves it to the book of appointments. */
type Behaviour = (request: IncomingMessage, response: ServerResponse) => boolean;

describe('cleaning up', () => {
  let server: Server;
  let baseUrl: string;
  let appointments: Map<string, string>;
  let requests: string[];
  let behaviour: Behaviour;
  let interrupt: AbortController;

  beforeEach((done) => {
    appointments = new Map();
    requests = [];
    behaviour = () => false;
    interrupt = new AbortController();
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        requests.push(`${request.method} ${request.url}`);
        if (!behaviour(request, response)) answer(request, Buffer.concat(chunks).toString(), response);
      });
    });
    server.listen(0, '127.0.0.1', () => {
      baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      done();
    });
  });
  afterEach((done) => {
    server.closeAllConnections();
    server.close(done);
  });

  function answer({ method, url = '' }: IncomingMessage, body: string, response: ServerResponse): void {
    const say = (status: number, text: string, headers = {}): void => {
      response.writeHead(status, { 'Content-Type': 'application/fhir+json', ...headers }).end(text);
    };
    if (url === '/metadata') {
      say(200, CAPABILITIES);
      return;
    }
    const id = url.split('/')[2] ?? String(appointments.size + 1);
    const status = method === 'POST' ? 'booked' : method === 'PUT' ? JSON.parse(body).status : appointments.get(id);
    appointments.set(id, status);
    const location = method === 'POST' ? { Location: `${baseUrl}/Appointment/${id}/_history/1` } : {};
    say(method === 'POST' ? 201 : 200, JSON.stringify({ resourceType: 'Appointment', id, status }), location);
  }

  function planned(tests: string): RunPlan {
    const suite = `suite: a/one\ntitle: One\napi: a\nrole: provider\ntests:${tests}`;
    const loaded = sound(interfaceOf({ 'api.yaml': API, 'one.suite.yaml': suite }));
    return plannedOf(loaded, { role: 'provider', baseUrl });
  }

  const liveIo = (): Io => ({ ...ioWithoutEvidence(baseUrl, interrupt.signal), sleep: async () => {} });

  /** `afterwards` is what is to be done, if anything. */
  async function run(
    tests: string,
    options: Partial<RunOptions> = {},
    [afterwards]: readonly ('undo' | 'keep')[] = ['undo'],
    told: (event: JournalEvent) => Promise<void> = async () => {},
  ) {
    const { verdict, events } = await carriedOut(planned(tests), liveIo(), {
      validator: createValidator('stu3'),
      workers: 2,
      deadlineMs: 5_000,
      ...(afterwards && { afterwards }),
      emit: told,
      ...options,
    });
    const cleanedUp = events.filter(
      (event): event is { type: 'cleaned-up' } & CleanedUp => event.type === 'cleaned-up',
    );
    return { verdict, events, cleanedUp, states: cleanedUp.map(({ case: id, state }) => `${id} ${state}`).sort() };
  }

  it('undoes what a case made as soon as it is over, and records it as such', async () => {
    const { verdict, events, cleanedUp, states } = await run(book('A-01') + book('A-02', REPEATS));
    assert.equal(verdict, 'pass');
    assert.deepEqual(states, ['A-01 undone', 'A-02 undone', 'A-02 undone']);
    assert.deepEqual([...appointments.values()], ['cancelled', 'cancelled', 'cancelled']);
    assert.deepEqual(cleanedUp.map(({ resource }) => resource).sort(), [
      'Appointment/1',
      'Appointment/2',
      'Appointment/3',
    ]);
    assert.equal(events.at(-1)?.type, 'run-finished');
    const own = events.flatMap((event) =>
      event.type === 'exchange-recorded' && event.exchange.ref.purpose === 'clean-up' ? [event.exchange.ref] : [],
    );
    assert.equal(own.length, 6);
    const [first] = own.filter(({ case: id }) => id === 'A-01');
    assert.deepEqual([first?.id, first?.step], ['0001-01-undo-1', 'see']);
  });

  describe('lets the next case have what the last one took', () => {
    const verdicts = async (options: Partial<RunOptions> = {}) => {
      const cases = ['A-01', 'A-02', 'A-03'].map((id) => book(id, LEASES)).join('');
      const { events } = await run(cases, { workers: 1, ...options });
      return events.flatMap((event) => (event.type === 'case-finished' ? [event.verdict] : []));
    };

    it('once that is undone', async () => {
      assert.deepEqual(await verdicts(), ['pass', 'pass', 'pass']);
    });

    it('and not while it is kept', async () => {
      assert.deepEqual(await verdicts({ afterwards: 'keep' }), ['pass', 'skip', 'skip']);
    });

    it('and not when it could not be undone', async () => {
      behaviour = ({ method }, response) => {
        if (method === 'PUT') response.writeHead(500).end();
        return method === 'PUT';
      };
      assert.deepEqual(await verdicts(), ['pass', 'skip', 'skip']);
    });
  });

  it('changes nothing that a case has undone itself', async () => {
    assert.deepEqual((await run(book('A-01', CANCELS))).states, ['A-01 gone']);
    assert.deepEqual(requests.slice(-1), ['GET /Appointment/1']);
  });

  it('undoes also what was made although the case failed', async () => {
    behaviour = ({ method, url }, response) => {
      if (method !== 'POST') return false;
      appointments.set('9', 'booked');
      response.writeHead(200, { 'Content-Type': 'application/fhir+json' });
      response.end(`{"resourceType":"Appointment","id":"9","status":"booked","url":"${url}"}`);
      return true;
    };
    const { verdict, states } = await run(book('A-01'));
    assert.deepEqual([verdict, states], ['fail', ['A-01 undone']]);
    assert.equal(appointments.get('9'), 'cancelled');
  });

  it('leaves it when asked to, and says nothing where nothing is to be said', async () => {
    assert.deepEqual((await run(book('A-01'), { afterwards: 'keep' })).states, ['A-01 kept']);
    assert.deepEqual((await run(book('A-01'), {}, [])).states, []);
    assert.ok(!requests.some((request) => request.startsWith('PUT')));
  });

  it('says what it could not undo and why, without any verdict', async () => {
    behaviour = ({ method, url }, response) => {
      if (method !== 'PUT' || url !== '/Appointment/1') return false;
      response.writeHead(409).end();
      return true;
    };
    const { verdict, states, cleanedUp } = await run(book('A-01') + book('A-02'), { workers: 1 });
    assert.deepEqual([verdict, states], ['pass', ['A-01 left', 'A-02 undone']]);
    assert.match(cleanedUp[0]?.reason ?? '', /cancel: the status was 409/);
  });

  it('says that something may be left when a request was not answered', async () => {
    behaviour = ({ method, socket }) => {
      if (method !== 'POST') return false;
      socket.destroy();
      return true;
    };
    assert.deepEqual((await run(book('A-01'))).states, ['A-01 unknown']);
  });

  it('says so when the answer does not tell what was made', async () => {
    behaviour = ({ method }, response) => {
      if (method !== 'POST') return false;
      response.writeHead(201).end();
      return true;
    };
    const { cleanedUp } = await run(book('A-01'));
    assert.deepEqual(
      cleanedUp.map(({ state, resource }) => [state, resource]),
      [['left', undefined]],
    );
  });

  describe('after an interruption', () => {
    const interruptedAfterFirst = async (event: JournalEvent): Promise<void> => {
      if (event.type === 'case-finished') interrupt.abort();
    };

    it('goes on', async () => {
      const { states, events } = await run(
        book('A-01') + book('A-02'),
        { workers: 1 },
        ['undo'],
        interruptedAfterFirst,
      );
      assert.deepEqual(states, ['A-01 undone']);
      assert.equal(appointments.get('1'), 'cancelled');
      assert.ok(!events.some(({ type }) => type === 'run-finished'));
    });

    it('ends when it takes too long, and says what is left', async () => {
      behaviour = ({ method }) => method === 'PUT';
      const options = { workers: 1, deadlineMs: 20_000, graceMs: 50 };
      const { cleanedUp } = await run(book('A-01', REPEATS) + book('A-02'), options, ['undo'], interruptedAfterFirst);
      assert.deepEqual(
        cleanedUp.map(({ state, resource, reason }) => [state, resource, reason]),
        [
          ['left', 'Appointment/1', 'cancel: there was no response (interrupted)'],
          ['left', 'Appointment/2', 'There was no more time'],
        ],
      );
    });
  });
});
