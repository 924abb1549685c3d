import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { carriedOut } from '../../fixtures/run/carried-out.ts';
import { ioWithoutEvidence } from '../../fixtures/run/io-without-evidence.ts';
import { interfaceOf, plannedOf, sound } from '../../fixtures/run/planned.ts';
import { createValidator } from '../fhir/validator.ts';
import { type Listener, listen } from '../http/listen.ts';
import { refusal } from '../http/serve.ts';
import type { JournalEvent } from '../model/event.ts';
import type { HeaderField, HttpRequest } from '../model/exchange.ts';
import type { RunPlan } from '../model/plan.ts';
import { refusedInWords } from '../model/refusal.ts';
import type { AssertionResult } from '../model/result.ts';
import type { SystemUnderTest } from '../model/system-under-test.ts';
import type { Io } from './io.ts';
import { type DriveOutcome, type DriveRequest, Reception } from './reception.ts';

const API = `
api: a
title: An interface
version: "1"
fhir: stu3
values: { name: Amber }
sources: { s: { title: S, url: "https://example.org/" } }
interactions:
  find: { title: Find, method: GET, path: /Slot }
  book: { title: Book, method: POST, path: "/Appointment" }
  read: { title: Read, method: GET, path: "/Appointment/\${id}" }
`;
const SUITE = `
suite: a/one
title: One
api: a
role: client
tests:
  - id: ONE
    title: Finds, then books
    polarity: positive
    verifies: [R]
    drive: { do: book, with: { name: "\${values.name}" } }
    steps:
      - id: find
        receive: { interaction: find, match: [{ fhirpath: { of: query, expression: "start.first().startsWith('ge')" } }] }
        within: 300ms
        expect: [{ header: { name: Accept, matches: json } }]
      - id: book
        receive: { interaction: book, reply: fails }
        within: 300ms
      - id: again
        receive: { interaction: book }
        within: 300ms
        expect: [{ equals: { left: "\${again.request.header.X-Request-ID}", right: "\${book.request.header.X-Request-ID}" } }]
    act: again
`;

/** Booked once, and then at most once more with the same id; nothing is found. */
const COUNTING = `
suite: a/one
title: One
api: a
role: client
tests:
  - id: ONE
    title: Books without asking too often
    polarity: positive
    verifies: [R]
    drive: { do: book }
    steps:
      - { id: book, receive: { interaction: book, reply: fails }, within: 300ms }
      - id: again
        receive:
          interaction: book
          atMost: 1
          reply: fails
          match: [{ equals: { left: "\${again.request.header.X-Request-ID}", right: "\${book.request.header.X-Request-ID}" } }]
        within: 300ms
      - { id: find, receive: { interaction: find, atMost: 0 }, within: 300ms }
    act: again
`;

/** Between booking and reading, and ever after, nothing is found. */
const MEANWHILE = `
suite: a/one
title: One
api: a
role: client
tests:
  - id: ONE
    title: Reads without finding
    polarity: positive
    verifies: [R]
    drive: { do: read }
    steps:
      - { id: book, receive: { interaction: book }, within: 300ms }
      - { id: find, receive: { interaction: find, atMost: 0 }, within: 100ms }
      - { id: read, receive: { interaction: read }, within: 5s }
    act: find
`;

/** Who listens is not to be trusted. */
const DISTRUSTED = `
suite: a/one
title: One
api: a
role: client
tests:
  - id: ONE
    title: Does not book
    polarity: positive
    verifies: [R]
    listen: { tls: expired }
    drive: { do: book }
    steps:
      - { id: book, receive: { interaction: book, atMost: 0 }, within: 300ms }
`;

/** What a client does when it is asked. */
type Behaviour = (base: string, asked: DriveRequest) => Promise<unknown>;

const get = (base: string, path: string): Promise<unknown> =>
  fetch(`${base}${path}`, { headers: { Accept: 'application/fhir+json' } });
const book = (base: string, id: string): Promise<unknown> =>
  fetch(`${base}/Appointment`, { method: 'POST', headers: { 'X-Request-ID': id }, body: '{}' });

/** Nothing must come. */
const SHY = `
suite: a/one
title: One
api: a
role: client
tests:
  - id: ONE
    title: Books nothing
    polarity: positive
    verifies: [R]
    drive: { do: look }
    steps: [{ id: none, receive: { interaction: book, atMost: 0 }, within: 300ms }]
`;

describe('a case for a client', () => {
  let server: Listener;
  let reception: Reception;
  let replies: string[];
  let interrupt: AbortController;
  let isBroken: boolean;
  let isSilent: boolean;
  let headers: readonly HeaderField[];
  let longestSleepMs: number;
  let met: unknown[];
  let withinMs: number | undefined;
  let ending: Partial<DriveOutcome>;

  beforeEach(async () => {
    reception = new Reception();
    replies = [];
    interrupt = new AbortController();
    isBroken = false;
    isSilent = false;
    headers = [];
    longestSleepMs = Number.POSITIVE_INFINITY;
    met = [];
    withinMs = undefined;
    ending = { exitCode: 0 };
    server = await listen(
      (request: HttpRequest) => {
        const claim = reception.came(request);
        if (claim === 'too-many') return refusal(503);
        replies.push(`${request.method} ${claim.reply ?? 'by the rules'}`);
        if (isBroken) throw new Error('The simulator broke');
        const response = { status: 200, reason: 'OK', headers, body: Buffer.from('{}') };
        return { response, fault: { isSilent } };
      },
      {
        port: 0,
        ...reception.toldBy(() => new Date()),
      },
    );
  });
  afterEach(() => server.close());

  const load = (suite: string) => interfaceOf({ 'api.yaml': API, 'one.suite.yaml': suite });
  const problemsOf = (suite: string) => load(suite).diagnostics.map(({ code }) => code);
  const planned = (suite: string, baseUrl = server.url): RunPlan =>
    plannedOf(sound(load(suite)), { role: 'client', baseUrl });

  async function run(
    behaviour: Behaviour,
    way: DriveOutcome['way'] = 'command',
    suite = SUITE,
  ): Promise<readonly JournalEvent[]> {
    const plan = planned(suite, suite === DISTRUSTED ? server.url.replace('http:', 'https:') : server.url);
    const unused = (): never => assert.fail('A client is never called');
    const real = ioWithoutEvidence(server.url, interrupt.signal);
    const sleep: Io['sleep'] = (forMs, until) => real.sleep(Math.min(forMs, longestSleepMs), until);
    const io: Io = { ...real, sleep, send: unused, preflight: unused };
    const { events } = await carriedOut(plan, io, {
      validator: createValidator('stu3'),
      client: {
        reception,
        ...(withinMs !== undefined && { withinMs }),
        meet: async (fault) => void met.push(fault),
        drive: async (asked) => {
          await behaviour(server.url, asked);
          return { way, output: '', ...ending };
        },
      },
    });
    return events;
  }

  const assertionsOf = (events: readonly JournalEvent[], step: string): readonly AssertionResult[] =>
    events.flatMap((event) => (event.type === 'step-judged' && event.step === step ? event.assertions : []));
  const verdictsOf = (events: readonly JournalEvent[], step: string) =>
    assertionsOf(events, step).map(({ verdict }) => verdict);
  const codesOf = (events: readonly JournalEvent[]) =>
    events.flatMap((event) =>
      event.type === 'step-judged'
        ? event.assertions.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code))
        : [],
    );
  const endOf = (events: readonly JournalEvent[]) =>
    events.flatMap((event) => (event.type === 'case-finished' ? [event.verdict] : []));
  const purposesOf = (events: readonly JournalEvent[]) =>
    events.flatMap((event) => (event.type === 'exchange-recorded' ? [event.exchange.ref.purpose] : []));

  it('passes when every request comes, and answers each as its step says', async () => {
    let asked: DriveRequest | undefined;
    const events = await run(async (base, given) => {
      asked = given;
      await get(base, '/Slot?start=ge2026');
      await book(base, 'id-1');
      await book(base, 'id-1');
    });
    assert.deepEqual(endOf(events), ['pass']);
    assert.deepEqual(replies, ['GET by the rules', 'POST fails', 'POST by the rules']);
    assert.deepEqual(
      [asked?.case, asked?.do, asked?.with, asked?.baseUrl],
      ['ONE', 'book', { name: 'Amber' }, server.url],
    );
    assert.ok(events.some((event) => event.type === 'driven' && event.exitCode === 0));
  });

  it('looks at what the client sent', async () => {
    const events = await run(async (base) => {
      await fetch(`${base}/Slot?start=ge2026`, { headers: { Accept: 'text/html' } });
      await book(base, 'id-1');
      await book(base, 'id-2');
    });
    assert.deepEqual(verdictsOf(events, 'find'), ['pass', 'fail']);
    assert.deepEqual(verdictsOf(events, 'again'), ['pass', 'fail']);
    assert.deepEqual(endOf(events), ['fail']);
  });

  it('fails a client that does not send what is compared', async () => {
    const events = await run(async (base) => {
      await get(base, '/Slot?start=ge2026');
      for (let times = 0; times < 2; times += 1) await fetch(`${base}/Appointment`, { method: 'POST', body: '{}' });
    });
    assert.deepEqual(verdictsOf(events, 'again'), ['pass', 'fail']);
  });

  it('fails by what did not come, names the nearest, and goes on', async () => {
    const events = await run(async (base) => {
      await get(base, '/Slot?start=gt2026');
      await get(base, '/Appointment/7');
      await book(base, 'id-1');
      await book(base, 'id-1');
    });
    const [missed] = assertionsOf(events, 'find');
    assert.deepEqual([missed?.kind, missed?.verdict, missed?.actual], ['receive', 'fail', 'GET /Slot?start=gt2026']);
    assert.deepEqual(verdictsOf(events, 'again'), ['pass', 'pass']);
    assert.deepEqual(purposesOf(events), ['unexpected', 'unexpected', 'step', 'step']);
  });

  it('says nothing of a client that was never asked but by what it sent, and nothing for it', async () => {
    for (const [unasked, verdict] of [
      ['left', 'skip'],
      ['failed', 'error'],
    ] as const) {
      ending = { problem: 'Nobody was there', unasked };
      const events = await run((base) => get(base, '/Slot?start=ge2026'));
      assert.deepEqual(verdictsOf(events, 'find'), ['pass', 'pass']);
      assert.deepEqual([verdictsOf(events, 'again'), endOf(events)], [[verdict], [verdict]]);
      assert.deepEqual(endOf(await run(async () => {}, 'command', SHY)), [verdict]);
      assert.ok(unasked === 'left' || codesOf(events).includes('CLIENT_NOT_ASKED'));
    }
  });

  it('still fails a client that was never asked by what it must not send', async () => {
    ending = { problem: 'Nobody was there', unasked: 'left' };
    assert.deepEqual(endOf(await run((base) => book(base, 'id-1'), 'command', SHY)), ['fail']);
  });

  it('tells of those who were turned away: before the case, and in it beside what did not come', async () => {
    const unreadable = { method: 'POST', headers: { 'Content-Encoding': 'gzip' }, body: 'no gzip' };
    await fetch(`${server.url}/Slot?nhsNumber=9990000000`, unreadable);
    const events = await run((base) => fetch(`${base}/Appointment`, unreadable));
    const refused = events.flatMap((event) => (event.type === 'refused' ? [event] : []));
    assert.deepEqual(
      refused.map((event) => [event.case, event.kind, event.times, event.first.map(({ about }) => about)]),
      [
        [undefined, 'body-unreadable', 1, ['POST /Slot']],
        ['ONE', 'body-unreadable', 1, ['POST /Appointment']],
      ],
    );
    const [missed] = assertionsOf(events, 'book');
    assert.ok(missed?.message.includes(refusedInWords(refused.slice(1))), missed?.message);
    const types = events.map(({ type }) => type);
    assert.ok(types.indexOf('refused') < types.indexOf('case-started'));
    assert.ok(types.lastIndexOf('refused') < types.indexOf('step-judged'));
    assert.deepEqual(endOf(events), ['fail']);
  });

  it('says nothing of refusals where there were none', async () => {
    const events = await run(() => Promise.resolve());
    assert.ok(!events.some(({ type }) => type === 'refused'));
    assert.doesNotMatch(assertionsOf(events, 'find')[0]?.message ?? '', /turned away/);
  });

  it('takes what it awaits, however many other requests come', async () => {
    withinMs = 20_000;
    const events = await run(async (base) => {
      for (let wave = 0; wave < 15; wave += 1) {
        await Promise.all(Array.from({ length: 20 }, () => get(base, '/Appointment/7')));
      }
      await get(base, '/Slot?start=ge2026');
      for (let times = 0; times < 2; times += 1) await book(base, 'id-1');
    });
    assert.deepEqual(endOf(events), ['pass']);
    assert.equal(purposesOf(events).filter((purpose) => purpose === 'unexpected').length, 200);
  });

  it('takes requests in whatever order they come', async () => {
    const events = await run(async (base) => {
      await book(base, 'id-1');
      await get(base, '/Slot?start=ge2026');
      await book(base, 'id-1');
    });
    assert.deepEqual(endOf(events), ['pass']);
  });

  it('keeps what comes once too often as unexpected', async () => {
    const events = await run(async (base) => {
      await get(base, '/Slot?start=ge2026');
      for (let times = 0; times < 3; times += 1) await book(base, 'id-1');
    });
    assert.deepEqual(purposesOf(events), ['step', 'step', 'step', 'unexpected']);
  });

  it('fails a client that never calls when the time of each step is over', async () => {
    const events = await run(() => Promise.resolve(), 'nobody');
    assert.deepEqual(endOf(events), ['fail']);
    assert.deepEqual(assertionsOf(events, 'find')[0]?.actual, null);
  });

  it('is an error when our answer breaks, and says by what: that tells nothing of the client', async () => {
    isBroken = true;
    const events = await run((base) => book(base, 'id-1'));
    const [first] = events.flatMap((event) => (event.type === 'exchange-recorded' ? [event.exchange] : []));
    assert.deepEqual([first?.ref.step, first?.outcome], ['book', 'response']);
    assert.equal(first?.problem, 'SIMULATOR_CRASHED: Error: The simulator broke');
    assert.deepEqual(codesOf(events), ['SIMULATOR_CRASHED', 'SIMULATOR_CRASHED', 'SIMULATOR_CRASHED']);
    assert.deepEqual(endOf(events), ['error']);
  });

  it('is an error when our answer cannot be sent', async () => {
    headers = [['A', 'b\nc']];
    const events = await run((base) => book(base, 'id-1'));
    const [first] = events.flatMap((event) => (event.type === 'exchange-recorded' ? [event.exchange] : []));
    assert.deepEqual(
      [first?.ref.step, first?.outcome, first?.problem?.split(':')[0]],
      ['book', 'reset', 'SIMULATOR_CRASHED'],
    );
    assert.deepEqual(endOf(events), ['error']);
  });

  it('goes on without the answer to a request that takes too long, and keeps the request', async () => {
    isSilent = true;
    longestSleepMs = 400;
    const leaving = new AbortController();
    const events = await run(async (base) => {
      void fetch(`${base}/Appointment`, { method: 'POST', body: '{}', signal: leaving.signal }).catch(() => {});
    }, 'nobody');
    leaving.abort();
    const exchanges = events.flatMap((event) => (event.type === 'exchange-recorded' ? [event.exchange] : []));
    assert.deepEqual(
      exchanges.map(({ ref, outcome, method }) => [ref.step, outcome, method]),
      [['book', 'deadline', 'POST']],
    );
    assert.equal(verdictsOf(events, 'book')[0], 'pass');
    assert.deepEqual(endOf(events), ['fail']);
  });

  it('is skipped when the run is interrupted: what had no time to come is not missing', async () => {
    const events = await run(async (base) => {
      await get(base, '/Slot?start=ge2026');
      await fetch(`${base}/Appointment`, { method: 'POST', headers: { 'X-Request-ID': 'id' }, body: '{}' });
      interrupt.abort();
    });
    const [finished] = events.filter((event) => event.type === 'case-finished');
    assert.deepEqual([finished?.verdict, finished?.skipReason], ['skip', 'interrupted']);
    assert.ok(!events.some(({ type }) => type === 'run-finished'));
  });

  it('does not wait for a client that has ended without calling', async () => {
    const events = await run(() => Promise.resolve());
    assert.deepEqual(endOf(events), ['fail']);
  });

  const counting = (behaviour: Behaviour) => run(behaviour, 'command', COUNTING);

  it('counts the requests of a step that says how many may come, and gives each its reply', async () => {
    const events = await counting(async (base) => {
      for (const id of ['id-1', 'id-1', 'id-2']) await book(base, id);
    });
    assert.deepEqual(endOf(events), ['pass']);
    assert.deepEqual(replies, ['POST fails', 'POST fails', 'POST by the rules']);
    assert.deepEqual(assertionsOf(events, 'again')[0]?.actual, ['POST /Appointment']);
    assert.deepEqual(purposesOf(events), ['step', 'step', 'unexpected']);
  });

  it('gives people time for what must come, and not for what may come after it', async () => {
    withinMs = 20_000;
    const events = await run((base) => book(base, 'id-1'), 'nobody', COUNTING);
    assert.deepEqual(endOf(events), ['pass']);
  });

  it('fails when more come than may', async () => {
    const events = await counting(async (base) => {
      for (let times = 0; times < 3; times += 1) await book(base, 'id-1');
      await get(base, '/Slot');
    });
    assert.deepEqual([verdictsOf(events, 'again'), verdictsOf(events, 'find')], [['fail'], ['fail']]);
    assert.deepEqual(assertionsOf(events, 'find')[0]?.actual, ['GET /Slot']);
  });

  it('passes when none comes of those that need not', async () => {
    const events = await counting((base) => book(base, 'id-1'));
    assert.deepEqual([verdictsOf(events, 'again'), verdictsOf(events, 'find')], [['pass'], ['pass']]);
  });

  it('fails by what must not come also when it comes after its time: while another request is awaited, or when all are there', async () => {
    const tries: readonly (readonly string[])[] = [
      ['/Slot', '/Appointment/7'],
      ['/Appointment/7', '/Slot'],
    ];
    for (const paths of tries) {
      const events = await run(
        async (base) => {
          await book(base, 'id-1');
          for (const path of paths) {
            await pause(400);
            await get(base, path);
          }
        },
        'command',
        MEANWHILE,
      );
      assert.deepEqual(verdictsOf(events, 'find'), ['fail']);
      assert.deepEqual(assertionsOf(events, 'find')[0]?.actual, ['GET /Slot']);
      assert.deepEqual([verdictsOf(events, 'read'), endOf(events)], [['pass'], ['fail']]);
    }
  });

  for (const way of ['person', 'http'] as const) {
    it(`goes on counting when ${way} says that it is done: the client may still do something`, async () => {
      let late: Promise<unknown> | undefined;
      const events = await run(
        async (base) => {
          await book(base, 'id-1');
          late = pause(400).then(() => get(base, '/Slot'));
        },
        way,
        COUNTING.replace('atMost: 0 }, within: 300ms', 'atMost: 0 }, within: 2s'),
      );
      assert.deepEqual([verdictsOf(events, 'book'), verdictsOf(events, 'find')], [['pass'], ['fail']]);
      await late;
    });
  }

  it('goes on counting for as long after a person says so late', async () => {
    withinMs = 500;
    let late: Promise<unknown> | undefined;
    const events = await run(
      async (base) => {
        await pause(1200);
        late = pause(400).then(() => get(base, '/Slot'));
      },
      'person',
      COUNTING.replaceAll('within: 300ms', 'within: 1s'),
    );
    assert.deepEqual(verdictsOf(events, 'find'), ['fail']);
    await late;
  });

  it('takes what an earlier case has asked for a repetition, and for no step of its own', async () => {
    let cases = 0;
    const two = MEANWHILE + MEANWHILE.slice(MEANWHILE.indexOf('  - id')).replace('id: ONE', 'id: TWO');
    const events = await run(
      async (base) => {
        cases += 1;
        await book(base, 'id-1');
        await get(base, '/Appointment/7');
      },
      'command',
      two,
    );
    assert.deepEqual([cases, endOf(events)], [2, ['pass', 'fail']]);
    const refs = events.flatMap((event) => (event.type === 'exchange-recorded' ? [event.exchange.ref] : []));
    assert.deepEqual(
      refs.map(({ id, step, repeats }) => [id, step, repeats]),
      [
        ['0001-01', 'book', undefined],
        ['0001-02', 'read', undefined],
        ['0002-01', undefined, '0001-01'],
        ['0002-02', 'read', undefined],
      ],
    );
    const [, missed] = assertionsOf(events, 'book');
    assert.ok(missed?.message.includes('0001-01'), missed?.message);
  });

  it('judges no step before the last request, so that replay sees what was seen', async () => {
    const events = await run(
      (base) => book(base, 'id-1').then(() => get(base, '/Appointment/7')),
      'command',
      MEANWHILE,
    );
    const types = events.map(({ type }) => type);
    assert.ok(types.lastIndexOf('exchange-recorded') < types.indexOf('step-judged'));
    const judged = events.flatMap((event) => (event.type === 'step-judged' ? [event.step] : []));
    assert.deepEqual([judged, endOf(events)], [['book', 'find', 'read'], ['pass']]);
  });

  it('takes what comes after its time for missing', async () => {
    const events = await run(
      async (base) => {
        await pause(600);
        await book(base, 'id-1');
        await get(base, '/Appointment/7');
      },
      'command',
      MEANWHILE,
    );
    assert.deepEqual([purposesOf(events), verdictsOf(events, 'book')], [['unexpected', 'step'], ['fail']]);
    assert.deepEqual(assertionsOf(events, 'book')[0]?.actual, 'POST /Appointment');
  });

  it('keeps what had failed when the run is interrupted', async () => {
    const events = await run(
      async (base) => {
        await pause(600);
        await book(base, 'id-1');
        interrupt.abort();
      },
      'nobody',
      MEANWHILE,
    );
    const [finished] = events.filter((event) => event.type === 'case-finished');
    assert.deepEqual([verdictsOf(events, 'book'), verdictsOf(events, 'read')], [['fail'], []]);
    assert.deepEqual([finished?.verdict, finished?.skipReason], ['fail', 'interrupted']);
  });

  it('meets the client with what is wrong for as long as the case lasts, and passes one that came and asked nothing', async () => {
    const events = await run(
      async () => {
        assert.deepEqual(met, ['expired']);
        reception.refused({ kind: 'tls-fault' }, new Date());
      },
      'command',
      DISTRUSTED,
    );
    assert.deepEqual(met, ['expired', undefined]);
    assert.deepEqual(endOf(events), ['pass']);
  });

  it('does not take it for distrust that nobody came', async () => {
    const events = await run(() => Promise.resolve(), 'command', DISTRUSTED);
    assert.deepEqual(assertionsOf(events, 'book')[0]?.actual, null);
    assert.deepEqual(endOf(events), ['fail']);
  });

  it('is left out when what is wrong would not be met: over plain HTTP, or behind a proxy', () => {
    const [, test = ''] = DISTRUSTED.split('tests:\n');
    const both = DISTRUSTED + test.replace('ONE', 'TWO').replace('listen: { tls: expired }', 'tags: [any]');
    const excluded = (sut: Partial<SystemUnderTest>) =>
      plannedOf(sound(load(both)), { role: 'client', baseUrl: 'https://localhost', ...sut }).excluded.map(
        ({ reason }) => reason,
      );
    assert.deepEqual(excluded({}), []);
    assert.deepEqual(excluded({ baseUrl: 'http://localhost' }), ['plain-http']);
    assert.deepEqual(excluded({ answeredBy: 'https://provider.example' }), ['simulator-only']);
  });

  it('is met with nothing where it awaits nothing', () => {
    const sends = DISTRUSTED.replace('role: client', 'role: provider').replace(
      /- \{ id: book, .*/,
      '- { id: book, send: { interaction: book }, expect: [{ header: { name: ETag, present: true } }] }',
    );
    assert.deepEqual(problemsOf(sends), ['WRONG_VALUE']);
    assert.deepEqual(problemsOf(DISTRUSTED.replace('expired', 'revoked')), ['WRONG_VALUE']);
  });

  it('looks at none of the requests that it counts', () => {
    const expecting = COUNTING.replace(
      'within: 300ms\n',
      'within: 300ms\n        expect: [{ header: { name: Accept, present: true } }]\n',
    );
    assert.deepEqual(problemsOf(expecting), ['WRONG_VALUE']);
  });
});
