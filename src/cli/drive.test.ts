import assert from 'node:assert/strict';
import { testContext } from '../../fixtures/cli/test-context.ts';
import { listen } from '../http/listen.ts';
import type { DriveRequest } from '../run/reception.ts';
import { driveBy, driveByCommand, driveByHttp, drivenByNobody } from './drive.ts';
import { secretNames } from './secret-references.ts';

const asked = (signal = new AbortController().signal): DriveRequest => ({
  case: 'CB-01',
  do: 'book',
  with: { service: '1' },
  baseUrl: 'http://127.0.0.1:1/fhir',
  awaited: () => [],
  audience: 'https://provider.example/fhir',
  signal,
});

describe('driving a client', () => {
  const byNode = (script: string) =>
    driveByCommand([process.execPath, '-e', script], { cwd: process.cwd(), env: { PATH: process.env.PATH } });

  it('tells a command what it is to do, and keeps how it ended and what it said', async () => {
    const script =
      'const e=process.env;console.log(e.ASSAY_CASE,e.ASSAY_DO,e.ASSAY_WITH,e.ASSAY_BASE_URL);console.error("log");process.exitCode=1';
    assert.deepEqual(await byNode(script)(asked()), {
      way: 'command',
      exitCode: 1,
      output: 'CB-01 book {"service":"1"} http://127.0.0.1:1/fhir\n',
      log: 'log\n',
    });
  });

  it('says that a command cannot be started', async () => {
    const ended = await driveByCommand(['/nowhere/client'], { cwd: process.cwd(), env: {} })(asked());
    assert.match(ended.problem ?? '', /cannot be started/);
    assert.deepEqual([ended.exitCode, ended.unasked], [undefined, 'failed']);
  });

  it('stops a command when it must not go on', async () => {
    const stop = new AbortController();
    const outcome = byNode('setInterval(()=>{},1000)')(asked(stop.signal));
    stop.abort();
    const { problem, exitCode } = await outcome;
    assert.match(problem ?? '', /was stopped/);
    assert.equal(exitCode, undefined);
  });

  it('stops what a command has started as well, and does not wait for what outlives it', async () => {
    const byShell = (script: string) =>
      driveByCommand(['sh', '-c', script], { cwd: '/', env: { PATH: process.env.PATH } });
    const stop = new AbortController();
    const outcome = byShell('sleep 600; :')(asked(stop.signal));
    setTimeout(() => stop.abort(), 200);
    assert.match((await outcome).problem ?? '', /was stopped/);

    const { exitCode, output } = await byShell('echo done; sleep 5 &')(asked());
    assert.deepEqual([exitCode, output], [0, 'done\n']);
  });

  it('keeps the end of what a command says, and says that it is cut', async () => {
    const { output, cut } = await byNode("console.log('x'.repeat(100000) + 'end')")(asked());
    assert.ok(output.endsWith('xend\n') && output.length < 65_000);
    assert.deepEqual(cut, ['output']);
    assert.equal((await byNode("console.log('short')")(asked())).cut, undefined);
  });

  it('keeps secrets of the run from the command', async () => {
    const env = { PATH: process.env.PATH, ASSAY_KEY_PASSPHRASE: 'a', SECRET: 'b', OPEN: 'c' };
    const context = testContext({ cwd: process.cwd(), env });
    const script = 'const e=process.env;console.log([e.ASSAY_KEY_PASSPHRASE,e.SECRET,e.OPEN].join())';
    const drive = driveBy({ command: [process.execPath, '-e', script] }, context, {
      tls: undefined,
      person: undefined,
      secretNames: secretNames(new Map([['env:SECRET', 'b']])),
    });
    assert.equal((await drive(asked())).output, ',,c\n');
  });

  it('tells a URL what the client is to do, and whether it said that it was done', async () => {
    const bodies: unknown[] = [];
    let status = 200;
    const server = await listen(
      ({ body }) => {
        bodies.push(JSON.parse(Buffer.from(body).toString()));
        return { response: { status, reason: '', headers: [], body: Buffer.from('booked') } };
      },
      { port: 0 },
    );
    const drive = driveByHttp(server.url, () => new Date());
    try {
      assert.deepEqual(await drive(asked()), { way: 'http', output: 'booked' });
      const { signal: _, awaited: __, ...sent } = asked();
      assert.deepEqual(bodies, [sent]);
      status = 500;
      const { problem, unasked } = await drive(asked());
      assert.match(problem ?? '', /500/);
      assert.equal(unasked, undefined);
    } finally {
      await server.close();
    }
    assert.equal((await drive(asked())).unasked, 'failed');
    assert.match((await drive(asked())).problem ?? '', /did not answer/);
  });

  it('says what a client is to do that nobody drives, and leaves it alone', async () => {
    let said = '';
    const drive = drivenByNobody((text) => {
      said += text;
    });
    assert.deepEqual(await drive(asked()), { way: 'nobody', output: '' });
    for (const part of ['CB-01', 'book', 'service "1"', 'http://127.0.0.1:1/fhir']) assert.ok(said.includes(part));
  });
});
