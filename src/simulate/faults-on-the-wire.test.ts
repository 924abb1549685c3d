import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type Listener, listen } from '../http/listen.ts';
import { type Sent, send } from '../http/send.ts';
import type { HeaderField, Outcome } from '../model/exchange.ts';
import { createSimulator } from './simulator.ts';
import { DEFINITION, NOW, VALIDATOR } from './test-provider.test.ts';

describe('faults of the reference provider, as a client meets them', () => {
  let listener: Listener;
  let reply: string;
  before(async () => {
    listener = await listen((request) => simulator.handle(request, { reply }), { port: 0 });
    const simulator = createSimulator(DEFINITION, {
      baseUrl: listener.url,
      defects: [],
      validator: VALIDATOR,
      now: () => NOW,
      ids: randomUUID,
    });
  });
  after(() => listener.close());

  /** The capability statement, with a named reply. */
  const ask = (name: string, deadlineMs = 20_000, headers: readonly HeaderField[] = []): Promise<Sent> => {
    reply = name;
    const request = { method: 'GET', url: `${listener.url}/metadata`, headers, body: new Uint8Array() };
    return send(request, { deadlineMs, now: () => NOW.toISOString() });
  };
  const textOf = ({ response }: Sent): string => Buffer.from(response?.body ?? '').toString('utf8');
  const headOf = ({ responseWire }: Sent): string =>
    Buffer.from(responseWire ?? '')
      .toString('latin1')
      .split('\r\n\r\n')[0] ?? '';

  const BROKEN: readonly (readonly [reply: string, outcome: Outcome, whatComes: RegExp])[] = [
    ['lost', 'reset', /^$/],
    ['reset-before-headers', 'reset', /^$/],
    ['reset-after-headers', 'reset', /^HTTP\/1\.1 200 /],
    ['truncated', 'truncated', /^HTTP\/1\.1 200 /],
    ['too-short', 'truncated', /^HTTP\/1\.1 200 /],
    ['too-long', 'malformed', /^HTTP\/1\.1 200 /],
  ];
  for (const [name, outcome, whatComes] of BROKEN) {
    it(`${name}: ${outcome}`, async () => {
      const sent = await ask(name);
      equal(sent.outcome, outcome);
      match(headOf(sent), whatComes);
    });
  }

  for (const name of ['silent', 'delayed']) {
    it(`${name}: nothing comes until the client no longer waits`, async () => {
      const sent = await ask(name, 300);
      deepEqual([sent.outcome, headOf(sent)], ['deadline', '']);
    });
  }

  it('slow-body: the head comes, and the body not in time', async () => {
    const sent = await ask('slow-body', 1_500);
    equal(sent.outcome, 'deadline');
    match(headOf(sent), /^HTTP\/1\.1 200 /);
  });

  it('chunked: the whole reply, in chunks', async () => {
    const sent = await ask('chunked');
    equal(sent.outcome, 'response');
    match(headOf(sent), /\r\nTransfer-Encoding: chunked\r\n/);
    ok(!headOf(sent).includes('Content-Length'));
    equal(JSON.parse(textOf(sent)).resourceType, 'CapabilityStatement');
  });

  const UNREADABLE = [
    ['malformed-json', 200, 'application/fhir+json;charset=utf-8', /^\{ "resourceType"/],
    ['malformed-xml', 200, 'application/fhir+xml;charset=utf-8', /^<Appointment/],
    ['wrong-media-type', 200, 'text/plain', /^\{"resourceType":"CapabilityStatement"/],
    ['page', 200, 'text/html', /^<html>/],
    ['bad-gateway-empty', 502, undefined, /^$/],
    ['gateway-timeout-empty', 504, undefined, /^$/],
    ['redirect', 307, undefined, /^$/],
  ] as const;
  for (const [name, status, mediaType, body] of UNREADABLE) {
    it(`${name}: ${status}, ${mediaType ?? 'without a body'}`, async () => {
      const sent = await ask(name);
      equal(sent.outcome, 'response');
      equal(sent.response?.status, status);
      equal(sent.response.headers.find(([field]) => field === 'Content-Type')?.[1], mediaType);
      match(textOf(sent), body);
    });
  }

  it('redirect: says where to', async () => {
    match(headOf(await ask('redirect')), new RegExp(`\r\nLocation: ${listener.url}/metadata\r\n`));
  });

  it('a malformed reply comes with the coding that was asked for, as any other', async () => {
    const sent = await ask('malformed-json', 20_000, [['Accept-Encoding', 'gzip']]);
    match(headOf(sent), /\r\nContent-Encoding: gzip\r\n/);
    match(textOf(sent), /^\{ "resourceType"/);
  });
});
