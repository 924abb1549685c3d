import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { Client } from 'fhir-kit-client';
import smart from 'fhirclient';
import { type Listener, listen } from '../http/listen.ts';
import type { HttpRequest } from '../model/exchange.ts';
import type { JsonObject } from '../model/json.ts';
import { createSimulator } from './simulator.ts';
import { DEFINITION, idOf, NOW, Provider, VALIDATOR } from './test-provider.test.ts';

describe('the reference provider serves clients that know nothing of it', () => {
  let listener: Listener;
  before(async () => {
    listener = await listen((request) => simulator.handle(request), { port: 0 });
    const simulator = createSimulator(DEFINITION, {
      baseUrl: listener.url,
      defects: [],
      validator: VALIDATOR,
      now: () => NOW,
      ids: randomUUID,
    });
  });
  after(() => listener.close());

  /** The requests of a booking and its cancellation as the interface asks for them, for any client to send. */
  function composed(place: number): Readonly<Record<'search' | 'book' | 'read' | 'cancel', HttpRequest>> {
    const requests: HttpRequest[] = [];
    const inMemory = new Provider([], DEFINITION, listener.url);
    const provider = new Provider([], DEFINITION, listener.url, {
      handle: (request) => {
        requests.push(request);
        return inMemory.simulator.handle(request);
      },
    });
    provider.cancel(idOf(provider.book({ slot: provider.freeSlot(place) })));
    const sent = (method: string, path: string): HttpRequest => {
      const found = requests.find((one) => one.method === method && one.url.startsWith(`${listener.url}${path}`));
      if (found === undefined) throw new Error(`No ${method} ${path} was composed`);
      // The composing providers count alike, and a request id is taken but once.
      const id = randomUUID();
      return { ...found, headers: found.headers.map(([name, value]) => [name, name === 'X-Request-ID' ? id : value]) };
    };
    return {
      search: sent('GET', '/Slot'),
      book: sent('POST', '/Appointment'),
      read: sent('GET', '/Appointment/'),
      cancel: sent('PUT', '/Appointment/'),
    };
  }

  const headersOf = ({ headers }: HttpRequest): Record<string, string> => Object.fromEntries(headers);
  const bodyOf = ({ body }: HttpRequest): JsonObject & { readonly resourceType: string } =>
    JSON.parse(Buffer.from(body).toString('utf8'));

  it('fhir-kit-client: describes, searches, books, reads and cancels', async () => {
    const { search, book, read, cancel } = composed(0);
    const client = new Client({ baseUrl: listener.url });
    equal((await client.capabilityStatement())['resourceType'], 'CapabilityStatement');
    const found = await client.request(search.url, { options: { headers: headersOf(search) } });
    ok(Number(found['total']) > 0);
    const booked = await client.create({
      resourceType: 'Appointment',
      body: bodyOf(book),
      options: { headers: headersOf(book) },
    });
    equal(booked['status'], 'booked');
    const id = String(booked['id']);
    const current = await client.read({ resourceType: 'Appointment', id, options: { headers: headersOf(read) } });
    const cancelled = await client.update({
      resourceType: 'Appointment',
      id,
      body: { ...current, status: 'cancelled' },
      options: { headers: { ...headersOf(cancel), 'If-Match': 'W/"1"' } },
    });
    equal(cancelled['status'], 'cancelled');
    const refused = client.read({ resourceType: 'Appointment', id: 'nobody', options: { headers: headersOf(read) } });
    await rejects(
      refused,
      ({ response }: { readonly response: { readonly status: number } }) => response.status === 404,
    );
  });

  it('fhirclient, in a server of its own: describes, searches, books and reads', async () => {
    const { search, book, read } = composed(1);
    const use = async (client: ReturnType<ReturnType<typeof smart>['client']>): Promise<readonly unknown[]> => {
      const capability = await client.request('metadata');
      const found = await client.request({ url: search.url, headers: headersOf(search) });
      const booked = await client.create(bodyOf(book), { headers: headersOf(book) });
      const again = await client.request({ url: `Appointment/${booked.id}`, headers: headersOf(read) });
      const refused = client.request({ url: 'Appointment/nobody', headers: headersOf(read) });
      const status = await refused.catch((cause: { readonly status: number }) => cause.status);
      return [capability.resourceType, found.total > 0, booked.status, again.id === booked.id, status];
    };
    let outcome: Promise<readonly unknown[]> | undefined;
    const server = createServer((request, response) => {
      outcome = use(smart(request, response, () => NO_STORAGE).client(listener.url));
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.close();
    deepEqual(await outcome, ['CapabilityStatement', true, 'booked', true, 404]);
  });

  it('curl: describes in XML and gzip, searches and books', async () => {
    const { search, book } = composed(2);
    const curl = async (request: HttpRequest, ...more: readonly string[]): Promise<string> => {
      const fields = request.headers.flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
      const body = request.body.length === 0 ? [] : ['--data-binary', Buffer.from(request.body).toString('utf8')];
      const argv = ['-sS', '-i', '-X', request.method, ...fields, ...body, ...more, request.url];
      return (await promisify(execFile)('curl', argv, { maxBuffer: 64 * 1024 * 1024 })).stdout;
    };
    const metadata = {
      method: 'GET',
      url: `${listener.url}/metadata`,
      headers: [['Accept', 'application/fhir+xml']],
      body: new Uint8Array(),
    } as const;
    match(
      await curl(metadata, '--compressed'),
      /^HTTP\/1\.1 200 [\s\S]*Content-Encoding: gzip[\s\S]*<CapabilityStatement /,
    );
    match(await curl(search), /^HTTP\/1\.1 200 [\s\S]*"resourceType":"Bundle"/);
    match(await curl(book), /^HTTP\/1\.1 201 [\s\S]*\r\nLocation: [\s\S]*"status":"booked"/);
    match(await curl(book), /^HTTP\/1\.1 409 [\s\S]*"resourceType":"OperationOutcome"/);
    match(await curl({ ...metadata, method: 'DELETE' }), /^HTTP\/1\.1 405 [\s\S]*\r\nAllow: GET, HEAD\r\n/);
  });
});

/** Nobody logs in, so there is nothing to remember. */
const NO_STORAGE = {
  get: async () => undefined,
  set: async (_key: string, value: unknown) => value,
  unset: async () => false,
};
