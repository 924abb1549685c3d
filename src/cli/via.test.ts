import assert from 'node:assert/strict';
import { Desk, SUITES } from '../../fixtures/cli/desk.ts';
import { type Listener, listen } from '../http/listen.ts';
import { send } from '../http/send.ts';
import { EXIT } from '../model/exit-code.ts';

const NOW = (): string => new Date().toISOString();

describe('a run through a proxy that is told the provider in the path', function () {
  this.timeout(60_000);
  const desk = Desk.perSuite();
  let proxy: Listener;
  const called: string[] = [];
  before(async () => {
    proxy = await listen(
      async (request) => {
        const path = request.url.slice(proxy.url.length);
        called.push(path);
        const headers = request.headers.filter(([name]) => !/^host$/i.test(name));
        const sent = await send({ ...request, url: path.slice(1), headers }, { deadlineMs: 5_000, now: NOW });
        if (sent.response === undefined) throw new Error(sent.outcome);
        const kept = sent.response.headers.filter(([name]) => !/^(content-length|transfer-encoding)$/i.test(name));
        return { response: { ...sent.response, headers: kept } };
      },
      { port: 0 },
    );
  });
  after(() => proxy.close());

  it('reaches the provider with one slash between, while tokens name the provider; replay comes to the same', async () => {
    const target = await desk.serve(SUITES);
    const filter = ['--filter=BK-01', '--filter=CP-02', '--filter=CN-01'];
    assert.equal(
      await desk.assay('run', SUITES, '--target', target, '--via', `${proxy.url}/`, ...filter),
      EXIT.ok,
      desk.err,
    );
    assert.ok(called.length > 5);
    assert.ok(
      called.every((path) => path.startsWith(`/${target}/`) && !path.startsWith(`/${target}//`)),
      called.join('\n'),
    );
    assert.equal(await desk.assay('replay', await desk.bundle()), EXIT.ok, desk.err);
  });

  it('needs a provider behind the proxy', async () => {
    assert.equal(await desk.assay('run', SUITES, '--via', proxy.url), EXIT.usage);
    assert.match(desk.err, /USAGE/);
  });
});
