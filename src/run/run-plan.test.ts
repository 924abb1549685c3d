import assert from 'node:assert/strict';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { carriedOut } from '../../fixtures/run/carried-out.ts';
import { ioWithoutEvidence } from '../../fixtures/run/io-without-evidence.ts';
import { interfaceOf, plannedOf, sound } from '../../fixtures/run/planned.ts';
import { createValidator } from '../fhir/validator.ts';
import type { PlannedCase, RunPlan } from '../model/plan.ts';
import type { Verdict } from '../model/verdict.ts';
import { Redactor } from '../redact/redactor.ts';
import type { Io } from './io.ts';

const API = `
api: a
title: An interface
version: "1"
fhir: stu3
sources: { s: { title: S, url: "https://example.org/" } }
values: {}
interactions:
  search: { title: Search, method: GET, path: /Slot }
  taken: { title: Search of what is taken, method: GET, path: /Slot/taken }
  raw: { title: Something that is no HTTP, method: GET, path: /raw }
  pair: { title: Answered when two have asked, method: GET, path: /pair }
  refuse: { title: Refuse, method: GET, path: /refuse }
probes:
  slots: { title: The slots, send: { interaction: search }, fhirpath: "entry.resource.id" }
`;
const REQUIREMENTS = `
requirements:
  - { id: R, role: provider, level: MUST, assessed: automated, environment: development, text: It works. }
`;

const step = (interaction: string, rest = '') => `
    steps:
      - id: act
        send: { interaction: ${interaction} }
        expect: [{ status: [{ is: ${interaction === 'refuse' ? 400 : 200}, cite: s }] }${rest}`;

const POSITIVE = `
  - id: A-01
    title: Searches
    polarity: positive
    verifies: [R]${step('search', ']\n        lease: { slot: entry.resource }')}
    act: act
`;
const caseOf = (id: string, polarity: string, body: string, twin = '') => `
  - id: ${id}
    title: Case ${id}
    polarity: ${polarity}
    verifies: [R]${twin === '' ? '' : `\n    twin: ${twin}`}${body}
    act: act
`;

const SLOTS = '{"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"Slot","id":"s1"}}]}';
const EMPTY = '{"resourceType":"Bundle","type":"searchset"}';
const REFUSAL = '{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid"}]}';
const CAPABILITIES =
  '{"resourceType":"CapabilityStatement","status":"active","software":{"name":"Made for 999 000 0026"},"date":"2026-01-01","kind":"instance","fhirVersion":"3.0.1","acceptUnknown":"no","format":["json"]}';

describe('a run', () => {
  let server: Server;
  const waiting: ServerResponse[] = [];
  let baseUrl: string;
  before((done) => {
    server = createServer((request, response) => {
      if (request.url === '/raw') {
        response.socket?.end('220 mail.invalid ESMTP\r\n');
        return;
      }
      if (request.url === '/pair') {
        waiting.push(response);
        if (waiting.length === 2) for (const one of waiting.splice(0)) one.end();
        return;
      }
      const bodies: Record<string, string> = {
        '/metadata': CAPABILITIES,
        '/Slot': SLOTS,
        '/Slot/taken': EMPTY,
        '/refuse': REFUSAL,
      };
      response.writeHead(request.url === '/refuse' ? 400 : 200, { 'Content-Type': 'application/fhir+json' });
      response.end(bodies[request.url ?? '']);
    });
    server.listen(0, '127.0.0.1', () => {
      baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      done();
    });
  });
  after(() => server.close());

  function planned(tests: string): RunPlan {
    const suite = `suite: a/one\ntitle: One\napi: a\nrole: provider\ntests:${POSITIVE}${tests}`;
    const loaded = sound(interfaceOf({ 'api.yaml': API, 'requirements.yaml': REQUIREMENTS, 'one.suite.yaml': suite }));
    return plannedOf(loaded, { role: 'provider', baseUrl }, { simulator: true });
  }

  function liveIo(): Io {
    const redactor = new Redactor({ declared: {}, secret: Buffer.from('one run') });
    return { ...ioWithoutEvidence(baseUrl), redact: (data) => redactor.redactValue(data), sleep: async () => {} };
  }

  async function run(plan: RunPlan) {
    const { events } = await carriedOut(plan, liveIo(), { validator: createValidator('stu3'), workers: 2 });
    const endOf = (id: string) => {
      const end = events.find((event) => event.type === 'case-finished' && event.case === id);
      return end?.type === 'case-finished' ? end : assert.fail(id);
    };
    const purposesOf = (id: string) =>
      events.flatMap((event) =>
        event.type === 'exchange-recorded' && event.exchange.ref.case === id ? [event.exchange.ref.purpose] : [],
      );
    const preflighted = events.find((event) => event.type === 'preflight-finished');
    return { endOf, purposesOf, preflighted };
  }

  const verdictOf = async (tests: string, id = 'A-02'): Promise<Verdict> =>
    (await run(planned(tests))).endOf(id).verdict;

  it('passes a case whose steps pass', async () => assert.equal(await verdictOf('', 'A-01'), 'pass'));

  it('keeps patients out of what the system says of itself', async () => {
    const { preflighted } = await run(planned(''));
    const text = JSON.stringify(preflighted);
    assert.match(text, /Made for 999\d{7}/);
    assert.doesNotMatch(text, /999 000 0026|9990000026/);
  });

  it('skips a case when nothing is left to lease, after the readings that judging needs', async () => {
    const wants = step('taken', ', { unchanged: slots }]\n        lease: { slot: entry.resource }');
    const { endOf, purposesOf } = await run(planned(caseOf('A-02', 'positive', wants)));
    const { verdict, skipReason } = endOf('A-02');
    assert.deepEqual([verdict, skipReason], ['skip', 'test-data']);
    assert.deepEqual(purposesOf('A-02'), ['probe-before', 'step', 'probe-after']);
  });

  it('does not let one thing be leased twice', async () => {
    const { endOf } = await run(
      planned(caseOf('A-02', 'positive', step('search', ']\n        lease: { slot: entry.resource }'))),
    );
    assert.deepEqual([endOf('A-01').verdict, endOf('A-02').skipReason].sort(), ['pass', 'test-data']);
  });

  it('lends what was borrowed again when the case has shown it unchanged, whatever else it found', async () => {
    const taking = ']\n        lease: { slot: entry.resource }';
    const verdicts = async (second: string): Promise<readonly Verdict[]> => {
      const plan = planned(
        caseOf('A-02', 'positive', step('search', second)) + caseOf('A-03', 'positive', step('search', taking)),
      );
      const [, ...cases] = plan.cases.map(
        (one): PlannedCase => ({ ...one, uses: { slot: 'borrow', turn: 'exclusive' } }),
      );
      const { endOf } = await run({ ...plan, cases });
      return cases.map(({ id }) => endOf(id).verdict);
    };
    assert.deepEqual(await verdicts(`, { unchanged: slots }${taking}`), ['pass', 'pass']);
    assert.deepEqual(await verdicts(`, { unchanged: slots }, { fhirpath: total = 1 }${taking}`), ['fail', 'pass']);
    assert.deepEqual(await verdicts(taking), ['pass', 'skip']);
  });

  it('sends at once what is to be sent at once, and judges it when all has come back', async () => {
    const pair = `
    steps:
      - { id: one, send: { interaction: pair }, expect: [{ status: [{ is: 200, cite: s }] }] }
      - { id: act, atOnce: true, send: { interaction: pair }, expect: [{ value: { of: "\${one.response.status}", equals: 200 } }] }`;
    assert.equal(await verdictOf(caseOf('A-02', 'positive', pair)), 'pass');
  });

  it('charges a lease that cannot be evaluated to the suite', async () => {
    const broken = step('search', ']\n        lease: { slot: "entry.resource.where(id + 1 = \'x\')" }');
    assert.equal(await verdictOf(caseOf('A-02', 'positive', broken)), 'error');
  });

  it('judges a negative after its twin', async () => {
    assert.equal(await verdictOf(caseOf('A-02', 'negative', step('refuse', ']'), 'A-01')), 'pass');
  });

  it('never passes a negative without a twin, even one that the loader let through', async () => {
    const plan = planned(caseOf('A-02', 'negative', step('refuse', ']'), 'A-01'));
    const cases = plan.cases.map(({ twin: _, ...one }): PlannedCase => one);
    const { verdict, skipReason } = (await run({ ...plan, cases })).endOf('A-02');
    assert.deepEqual([verdict, skipReason], ['skip', 'twin']);
  });

  it('calls an answer that is no HTTP an error, since nobody can tell from outside who sent it', async () => {
    assert.equal(await verdictOf(caseOf('A-02', 'positive', step('raw', ']'))), 'error');
  });
});
