import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testContext } from '../../fixtures/cli/test-context.ts';
import { EXIT } from '../model/exit-code.ts';
import type { Context } from './context.ts';
import type { CasePreview } from './request-preview.ts';

const SUITES = join(process.cwd(), 'suites/uec-booking');

describe('assay plan', function () {
  this.timeout(60_000);
  let folder: string;
  let out: string;
  let err: string;
  let server: Server;
  let connections: number;
  let target: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-plan-'));
    out = '';
    err = '';
    connections = 0;
    server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    target = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/fhir`;
  });
  afterEach(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });

  const context = (env: Context['env'] = {}): Context =>
    testContext({
      cwd: folder,
      env,
      now: () => new Date('2026-03-03T10:15:00Z'),
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
    });
  const called = async (argv: readonly string[], env: Context['env'] = {}): Promise<number> =>
    (await import('./program.ts')).assay(['plan', SUITES, '--target', target, ...argv], context(env));

  async function previewed(id: string, argv: readonly string[] = [], env: Context['env'] = {}): Promise<CasePreview> {
    assert.equal(await called(['--json', '--filter', id, ...argv], env), EXIT.ok, err);
    const cases = out
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
    assert.deepEqual(await readdir(folder), []);
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
    const secret = 'Zm9yZXN0LWxhbnRlcm4';
    await previewed('BK-01', ['--set', 'consumer.device=env:DEVICE'], { DEVICE: secret });
    assert.ok(!out.includes(secret) && !err.includes(secret));
  });

  it('says the same in words', async () => {
    assert.equal(await called(['--filter', 'BK-20']), EXIT.ok);
    assert.match(out, /- BK-20 .*\(twin BK-01\)/);
    assert.match(out, /POST http:\/\/127\.0\.0\.1/);
    assert.match(err, /Nothing was sent/);
  });

  it('refuses what a run refuses', async () => {
    assert.equal(await called(['--set', 'servise=1']), EXIT.usage);
    assert.equal(await called(['--filter', 'no such case']), EXIT.usage);
    assert.match(err, /UNKNOWN_VALUE[\s\S]*NOTHING_SELECTED/);
  });
});
