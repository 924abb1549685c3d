import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testContext } from '../../fixtures/cli/test-context.ts';
import { EXIT } from '../model/exit-code.ts';
import type { Context } from './context.ts';

const SUITES = join(process.cwd(), 'suites/uec-booking');

describe('assay client', function () {
  this.timeout(60_000);
  let folder: string;
  let target: string;
  let served: Promise<unknown>;
  const stop = new AbortController();

  interface Ended {
    readonly exit: number;
    readonly out: string;
    readonly err: string;
  }

  async function assay(
    argv: readonly string[],
    env: Context['env'] = {},
    toOut: (text: string) => void = () => {},
  ): Promise<Ended> {
    let [out, err] = ['', ''];
    const context: Context = testContext({
      cwd: folder,
      env,
      signal: stop.signal,
      out: (text) => {
        out += text;
        toOut(text);
      },
      err: (text) => {
        err += text;
      },
    });
    const exit = await (await import('./program.ts')).assay(argv, context);
    return { exit, out, err };
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-client-'));
    target = await new Promise<string>((listening) => {
      served = assay(['serve', SUITES, '--tls', 'pki'], {}, (url) => listening(url.trim()));
    });
  });
  after(async () => {
    stop.abort();
    await served;
    await rm(folder, { recursive: true });
  });

  const environment = (action: string, given: object): Context['env'] => ({
    ASSAY_BASE_URL: target,
    ASSAY_DO: action,
    ASSAY_WITH: JSON.stringify(given),
    ASSAY_CA: 'pki/root.pem',
    ASSAY_CERT: 'pki/own.pem',
    ASSAY_KEY: 'pki/own.key',
  });

  it('does what the environment says, over TLS, and shows its user one line', async () => {
    const { exit, out, err } = await assay(['client'], environment('book', { format: 'xml' }));
    assert.deepEqual([exit, err], [EXIT.ok, '']);
    assert.match(out, /^Booked: .+\. Reference: \S+\.\n$/);
    const [, appointment = ''] = /Reference: (\S+)\.\n/.exec(out) ?? [];
    assert.equal((await assay(['client'], environment('cancel', { appointment }))).exit, EXIT.ok);
  });

  it('lets flags go before the environment', async () => {
    const argv = ['client', 'search', '--with', '{"service":"1000000000"}'];
    assert.equal((await assay(argv, environment('book', {}))).out, 'There are no free times.\n');
  });

  it('ends with 1 when it was refused; its log names the exchange', async () => {
    const { exit, out, err } = await assay(['client'], environment('read', { appointment: 'nobody' }));
    assert.deepEqual([exit, out], [EXIT.systemUnderTestFailed, 'There is no such appointment.\n']);
    assert.match(JSON.parse(err)['X-Request-ID'], /^[0-9a-f-]{36}$/);
  });

  it('has the defects that it is asked for', async () => {
    const { exit } = await assay(['client', '--defect', 'wrong-audience'], environment('search', {}));
    assert.equal(exit, EXIT.systemUnderTestFailed);
  });

  it('ends with 2 when nobody answers', async () => {
    const { exit, err } = await assay(['client', 'search', '--target', 'http://127.0.0.1:65000']);
    assert.deepEqual([exit, JSON.parse(err.split('\n')[0] ?? '').status], [EXIT.usage, 'refused']);
  });

  const WRONG: Readonly<Record<string, readonly [code: string, argv: readonly string[], env?: object]>> = {
    'nothing to do': ['USAGE', []],
    'an action that it does not know': ['USAGE', ['boook']],
    'an action named as what every object has': ['USAGE', ['toString']],
    'no provider': ['USAGE', ['search'], { ASSAY_BASE_URL: undefined }],
    'values that are no JSON': ['USAGE', ['search', '--with', 'service=1']],
    'values that are no object': ['USAGE', ['search', '--with', '[]']],
    'no appointment to cancel': ['USAGE', ['cancel']],
    'a defect that it does not have': ['CONFIG_INVALID', ['search', '--defect', 'wrong-audienc']],
    'a certificate that is not there': ['CERTIFICATE_UNREADABLE', ['search', '--ca', 'nowhere.pem']],
    'a certificate without its key': ['CONFIG_INVALID', ['search'], { ASSAY_KEY: undefined }],
  };
  for (const [what, [code, argv, env]] of Object.entries(WRONG)) {
    it(`is refused with ${code}: ${what}`, async () => {
      const { exit, out, err } = await assay(['client', ...argv], {
        ...environment('search', {}),
        ASSAY_DO: undefined,
        ...env,
      });
      assert.deepEqual([exit, out], [EXIT.usage, '']);
      assert.match(err, new RegExp(`^error ${code}: `));
    });
  }
});
