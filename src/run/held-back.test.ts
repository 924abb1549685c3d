import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { carriedOut } from '../../fixtures/run/carried-out.ts';
import { ioWithoutEvidence } from '../../fixtures/run/io-without-evidence.ts';
import { interfaceOf, plannedOf, sound } from '../../fixtures/run/planned.ts';
import { createValidator } from '../fhir/validator.ts';
import { Pace } from './pace.ts';
import { waitAskedFor } from './retry-after.ts';
import type { RunOptions } from './run-plan.ts';

const API = `
api: a
title: An interface
version: "1"
fhir: stu3
sources: { s: { title: S, url: "https://example.org/" } }
interactions:
  search: { title: Search, method: GET, path: /Slot, headers: [traced] }
  read: { title: Read, method: GET, path: /Appointment/1 }
headers: { traced: { X-Trace: "\${uuid.trace}", X-Time: "\${now}" } }
probes:
  appointment: { title: It, send: { interaction: read }, fhirpath: "id" }
`;
const caseOf = (id: string, status: number, more = ''): string => `
  - id: ${id}
    title: Searches
    polarity: positive
    verifies: [R]
    uses: { slot: shared }
    steps: [{ id: act, send: { interaction: search }, expect: [{ status: [{ is: ${status}, cite: s }] }${more}] }]
`;
const CAPABILITIES =
  '{"resourceType":"CapabilityStatement","status":"active","date":"2026-01-01","kind":"instance","fhirVersion":"3.0.1","acceptUnknown":"no","format":["json"]}';

interface Refusal {
  readonly status: number;
  readonly retryAfter?: string;
}

describe('a provider that holds back', function () {
  this.timeout(20_000);
  let server: Server;
  let baseUrl: string;
  /** Refusals to come, by path; each is given once. */
  let refusals: Record<string, Refusal[]>;
  /** Least time between two requests that it answers, and when the last one came. */
  let leastMs: number;
  let lastMs: number;
  let seen: { readonly path: string; readonly trace: unknown; readonly time: unknown }[];

  beforeEach((done) => {
    refusals = {};
    seen = [];
    leastMs = 0;
    lastMs = Number.NEGATIVE_INFINITY;
    server = createServer(async ({ url: path = '', headers }, response) => {
      seen.push({ path, trace: headers['x-trace'], time: headers['x-time'] });
      const nowMs = performance.now();
      const tooSoon: Refusal[] = nowMs - lastMs < leastMs ? [{ status: 429, retryAfter: '1' }] : [];
      lastMs = nowMs;
      const [refusal] = [...tooSoon, ...(refusals[path]?.splice(0, 1) ?? [])];
      await delay(20);
      const type = { 'Content-Type': 'application/fhir+json' };
      if (refusal !== undefined) {
        const { status, retryAfter } = refusal;
        response.writeHead(status, retryAfter === undefined ? type : { ...type, 'Retry-After': retryAfter });
        response.end('{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"throttled"}]}');
      } else
        response.writeHead(200, type).end(path === '/metadata' ? CAPABILITIES : '{"resourceType":"Bundle","id":"b"}');
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

  async function run(tests: string, options: Partial<RunOptions> = {}) {
    const suite = `suite: a/one\ntitle: One\napi: a\nrole: provider\ntests:${tests}`;
    const loaded = sound(interfaceOf({ 'api.yaml': API, 'one.suite.yaml': suite }));
    const plan = plannedOf(loaded, { role: 'provider', baseUrl });
    const { verdict, events } = await carriedOut(plan, ioWithoutEvidence(baseUrl), {
      validator: createValidator('stu3'),
      workers: 4,
      deadlineMs: 5_000,
      ...options,
    });
    const exchanges = events.flatMap((event) =>
      event.type === 'exchange-recorded' ? [`${event.exchange.ref.id} ${event.exchange.ref.purpose}`] : [],
    );
    const waits = events.flatMap((event) => (event.type === 'held-back' ? [[event.exchange, event.status]] : []));
    return { verdict, exchanges, waits };
  }

  it('is asked again when it says so, each time anew, and what it refused is kept', async () => {
    refusals = {
      '/Slot': [
        { status: 429, retryAfter: '1' },
        { status: 503, retryAfter: '0' },
      ],
    };
    const { verdict, exchanges, waits } = await run(caseOf('A-01', 200));
    assert.equal(verdict, 'pass');
    assert.deepEqual(exchanges, ['0000-01 preflight', '0001-01 held-back', '0001-02 held-back', '0001-03 step']);
    assert.deepEqual(waits, [
      ['0001-01', 429],
      ['0001-02', 503],
    ]);
    const [first, , third] = seen.filter(({ path }) => path === '/Slot');
    assert.equal(first?.trace, third?.trace);
    assert.notEqual(first?.time, third?.time);
  });

  it('is asked again by probes and the preflight as well', async () => {
    refusals = {
      '/metadata': [{ status: 503, retryAfter: '0' }],
      '/Appointment/1': [{ status: 429, retryAfter: '0' }],
    };
    const { verdict, exchanges } = await run(caseOf('A-01', 200, ', { unchanged: appointment }'));
    assert.equal(verdict, 'pass');
    assert.deepEqual(exchanges.slice(0, 4), [
      '0000-01 held-back',
      '0000-01-2 preflight',
      '0001-01 held-back',
      '0001-02 probe-before',
    ]);
  });

  it('is judged by its refusal when it asks for more time than there is', async () => {
    refusals = { '/Slot': [{ status: 429, retryAfter: '3600' }] };
    const { verdict, waits } = await run(caseOf('A-01', 200));
    assert.deepEqual([verdict, waits], ['fail', []]);
  });

  it('is not asked again by a case that is about being held back', async () => {
    refusals = { '/Slot': [{ status: 429, retryAfter: '0' }] };
    const { verdict, waits } = await run(caseOf('A-01', 429));
    assert.deepEqual([verdict, waits], ['pass', []]);
  });

  for (const refusal of [{ status: 429 }, { status: 500, retryAfter: '0' }, { status: 503, retryAfter: 'soon' }]) {
    it(`is not asked again after ${JSON.stringify(refusal)}`, async () => {
      refusals = { '/Slot': [refusal] };
      const { verdict, waits } = await run(caseOf('A-01', 200));
      assert.deepEqual([verdict, waits], ['fail', []]);
    });
  }

  it('has nothing to hold back when all workers together keep to the rate', async () => {
    leastMs = 20;
    const { verdict, waits } = await run(['A-01', 'A-02', 'A-03', 'A-04'].map((id) => caseOf(id, 200)).join(''), {
      intervalMs: 120,
    });
    assert.deepEqual([verdict, waits], ['pass', []]);
  });
});

describe('the pace of a run', () => {
  function paced(intervalMs?: number) {
    let nowMs = 0;
    const clock = {
      monotonicMs: () => nowMs,
      sleep: async (forMs: number) => {
        nowMs += forMs;
      },
    };
    return { pace: new Pace(clock, intervalMs), now: () => nowMs };
  }
  const { signal } = new AbortController();

  it('leaves so much time between two turns', async () => {
    const { pace, now } = paced(200);
    const turns: number[] = [];
    for (const _ of 'abc') {
      await pace.turn(signal);
      turns.push(now());
    }
    assert.deepEqual(turns, [0, 200, 400]);
  });

  it('lets nobody ask while it is held, the longer of two times', async () => {
    const { pace, now } = paced();
    pace.hold(500);
    pace.hold(100);
    await pace.turn(signal);
    assert.equal(now(), 500);
    await pace.turn(signal);
    assert.equal(now(), 500);
  });

  it('keeps nobody who does not wait any more', async () => {
    const { pace, now } = paced();
    pace.hold(500);
    await pace.turn(AbortSignal.abort());
    assert.equal(now(), 0);
  });
});

describe('Retry-After', () => {
  const NOW = new Date('2026-03-29T00:59:50Z');
  const asked = (status: number, value?: string): number | undefined =>
    waitAskedFor(
      {
        response: {
          status,
          reason: '',
          headers: value === undefined ? [] : [['retry-after', value]],
          body: Buffer.alloc(0),
        },
      },
      NOW,
    );

  it('is seconds or a date, and never in the past', () => {
    assert.equal(asked(429, '7'), 7_000);
    assert.equal(asked(503, 'Sun, 29 Mar 2026 01:00:00 GMT'), 10_000);
    assert.equal(asked(503, 'Sun, 29 Mar 2026 00:00:00 GMT'), 0);
  });

  it('counts for 429 and 503 alone', () => {
    assert.deepEqual(
      [asked(429), asked(429, '-1'), asked(429, ''), asked(500, '7'), asked(301, '7')],
      Array(5).fill(undefined),
    );
    assert.equal(waitAskedFor({}, NOW), undefined);
  });
});
