import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:net';
import { Desk, SUITES } from '../../fixtures/cli/desk.ts';
import { EXIT } from '../model/exit-code.ts';
import type { CasePreview } from './request-preview.ts';

const SECRET = 'Zm9yZXN0LWxhbnRlcm4';

describe('assay plan', function () {
  this.timeout(60_000);
  const desk = Desk.perTest({ now: () => new Date('2026-03-03T10:15:00Z'), env: { DEVICE: SECRET } });
  let server: Server;
  let connections: number;
  let target: string;

  beforeEach(async () => {
    connections = 0;
    server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    target = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/fhir`;
  });
  afterEach(() => void server.close());

  const plan = (...argv: readonly string[]): Promise<number> => desk.assay('plan', SUITES, '--target', target, ...argv);

  async function previewed(id: string, ...argv: readonly string[]): Promise<CasePreview> {
    assert.equal(await plan('--json', '--filter', id, ...argv), EXIT.ok, desk.err);
    const cases = desk.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as CasePreview);
    return cases.find((one) => one.id === id) ?? assert.fail(id);
  }

  it('shows each request, and connects to nobody', async () => {
    const { polarity, steps } = await previewed('BK-01');
    assert.equal(polarity, 'positive');
    const [find, book] = steps;
    assert.match(find?.request?.url ?? '', /\/fhir\/Slot\?.*start=ge2026-03-03T11:15/);
    assert.equal(book?.request?.method, 'POST');
    assert.equal(book?.request?.headers['Content-Type'], 'application/fhir+json');
    const { header, claims } = book?.request?.token ?? assert.fail('no token');
    assert.deepEqual(header, { alg: 'none', typ: 'JWT' });
    assert.equal((claims as { readonly aud: string }).aud, target);
    assert.equal(connections, 0);
    assert.deepEqual(await desk.list(), []);
  });

  it('marks what only an earlier response can tell, in bodies and URLs', async () => {
    const { steps } = await previewed('CN-01');
    const texts = steps.map(({ request }) => JSON.stringify(request));
    assert.ok(texts.some((text) => text?.includes('‹slot.id›')));
    assert.ok(steps.some(({ request }) => request?.url.endsWith('/Appointment/‹appointmentId›')));
    const cancel = steps.find(({ request }) => request?.method === 'PUT');
    assert.match(String(cancel?.request?.body), /‹.*response\.body›/);
    assert.equal(cancel?.changed, false);
    assert.notEqual(cancel?.changes.length, 0);
  });

  it('shows of a negative what differs from its twin, already changed', async () => {
    const { twin, steps } = await previewed('BK-20');
    assert.equal(twin, 'BK-01');
    const book = steps.find(({ changes }) => changes.length > 0) ?? assert.fail('nothing is changed');
    assert.equal(book.changed, true);
    assert.deepEqual(book.probes.length > 0, true);
  });

  it('keeps secrets to itself', async () => {
    await previewed('BK-01', '--set', 'consumer.device=env:DEVICE');
    assert.ok(!desk.out.includes(SECRET) && !desk.err.includes(SECRET));
  });

  it('says the same in words', async () => {
    assert.equal(await plan('--filter', 'BK-20'), EXIT.ok);
    assert.match(desk.out, /- BK-20 .*\(twin BK-01\)/);
    assert.match(desk.out, /POST http:\/\/127\.0\.0\.1/);
    assert.match(desk.err, /Nothing was sent/);
  });

  it('refuses what a run refuses', async () => {
    assert.equal(await plan('--set', 'servise=1'), EXIT.usage);
    assert.match(desk.err, /UNKNOWN_VALUE/);
    assert.equal(await plan('--filter', 'no such case'), EXIT.usage);
    assert.match(desk.err, /NOTHING_SELECTED/);
  });
});
