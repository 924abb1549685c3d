import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testContext } from '../../fixtures/cli/test-context.ts';
import { type Listener, listen } from '../http/listen.ts';
import { send } from '../http/send.ts';
import { EXIT } from '../model/exit-code.ts';
import type { Context } from './context.ts';

const SUITES = join(process.cwd(), 'suites/uec-booking');
const NOW = (): string => new Date().toISOString();

describe('a run through a proxy that is told the provider in the path', function () {
  this.timeout(60_000);
  let folder: string;
  let err: string;
  const stop = new AbortController();
  let proxy: Listener;
  const called: string[] = [];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-via-'));
    err = '';
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
  after(async () => {
    stop.abort();
    await proxy.close();
    await rm(folder, { recursive: true });
  });

  const assay = async (argv: readonly string[], out: (text: string) => void = () => {}): Promise<number> => {
    const toErr = (text: string): void => {
      err += text;
    };
    const context: Context = testContext({
      cwd: folder,
      env: { XDG_CONFIG_HOME: join(folder, 'home') },
      signal: stop.signal,
      out,
      err: toErr,
    });
    return (await import('./program.ts')).assay(argv, context);
  };

  it('reaches the provider with one slash between, while tokens name the provider; replay comes to the same', async () => {
    let served: Promise<number> | undefined;
    const target = await new Promise<string>((listening) => {
      served = assay(['serve', SUITES], (text) => listening(text.trim()));
    });
    const filter = ['BK-01', 'CP-02', 'CN-01'].flatMap((id) => ['--filter', id]);
    assert.equal(await assay(['run', SUITES, '--target', target, '--via', `${proxy.url}/`, ...filter]), EXIT.ok, err);
    assert.ok(called.length > 5);
    assert.ok(
      called.every((path) => path.startsWith(`/${target}/`) && !path.startsWith(`/${target}//`)),
      called.join('\n'),
    );
    const bundle = (await readdir(join(folder, 'evidence'))).find((name) => name.endsWith('.zip')) ?? '';
    assert.equal(await assay(['replay', join('evidence', bundle)]), EXIT.ok, err);
    stop.abort();
    await served;
  });

  it('needs a provider behind the proxy', async () => {
    assert.equal(await assay(['run', SUITES, '--via', proxy.url]), EXIT.usage);
    assert.match(err, /USAGE/);
  });
});
