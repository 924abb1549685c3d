import assert from 'node:assert/strict';
import { Desk, SUITES } from '../../fixtures/cli/desk.ts';
import { EXIT } from '../model/exit-code.ts';
import type { Context } from './context.ts';

describe('assay client', function () {
  this.timeout(60_000);
  const desk = Desk.perSuite();
  let target: string;

  before(async () => {
    target = await desk.serve(SUITES, '--tls', 'pki');
  });

  const environment = (action: string, given: object): Context['env'] => ({
    ASSAY_BASE_URL: target,
    ASSAY_DO: action,
    ASSAY_WITH: JSON.stringify(given),
    ASSAY_CA: 'pki/root.pem',
    ASSAY_CERT: 'pki/own.pem',
    ASSAY_KEY: 'pki/own.key',
  });

  const client = (env: Context['env'], ...argv: readonly string[]): Promise<number> =>
    desk.assayIn({ env }, 'client', ...argv);

  it('does what the environment says, over TLS, and shows its user one line', async () => {
    const exit = await client(environment('book', { format: 'xml' }));
    assert.deepEqual([exit, desk.err], [EXIT.ok, '']);
    assert.match(desk.out, /^Booked: .+\. Reference: \S+\.\n$/);
    const [, appointment = ''] = /Reference: (\S+)\.\n/.exec(desk.out) ?? [];
    assert.equal(await client(environment('cancel', { appointment })), EXIT.ok);
  });

  it('lets flags go before the environment', async () => {
    await client(environment('book', {}), 'search', '--with', '{"service":"1000000000"}');
    assert.equal(desk.out, 'There are no free times.\n');
  });

  it('ends with 1 when it was refused; its log names the exchange', async () => {
    const exit = await client(environment('read', { appointment: 'nobody' }));
    assert.deepEqual([exit, desk.out], [EXIT.systemUnderTestFailed, 'There is no such appointment.\n']);
    assert.match(JSON.parse(desk.err)['X-Request-ID'], /^[0-9a-f-]{36}$/);
  });

  it('has the defects that it is asked for', async () => {
    const exit = await client(environment('search', {}), '--defect', 'wrong-audience');
    assert.equal(exit, EXIT.systemUnderTestFailed);
  });

  it('ends with 2 when nobody answers', async () => {
    const exit = await client({}, 'search', '--target', 'http://127.0.0.1:65000');
    assert.deepEqual([exit, JSON.parse(desk.err.split('\n')[0] ?? '').status], [EXIT.usage, 'refused']);
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
      const exit = await client({ ...environment('search', {}), ASSAY_DO: undefined, ...env }, ...argv);
      assert.deepEqual([exit, desk.out], [EXIT.usage, '']);
      assert.match(desk.err, new RegExp(`^error ${code}: `));
    });
  }
});
