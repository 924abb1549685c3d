import assert from 'node:assert/strict';
import { Desk, SUITES } from '../../fixtures/cli/desk.ts';
import { serving, type TestAuthority, testAuthority } from '../../fixtures/keys/time-authority.ts';
import { EXIT } from '../model/exit-code.ts';

/** One case is enough to seal. */
const RUN = ['run', SUITES, '--filter', 'SS-02'];

describe('a run with an authority of time', function () {
  this.timeout(120_000);
  const desk = Desk.perTest();
  let authorities: Readonly<Record<'ec' | 'rsa', TestAuthority>>;
  before(() => {
    authorities = { ec: testAuthority(), rsa: testAuthority({ algorithm: 'rsa' }) };
  });
  after(() => {
    for (const { remove } of Object.values(authorities)) remove();
  });

  /** Runs against an authority that answers so; gives the bundle. */
  async function ranWith(answer: Parameters<typeof serving>[0], ...more: readonly string[]): Promise<string> {
    const server = await serving(answer);
    try {
      const tsa = new URL('/stamp?key=f00d4all', server.url).href;
      assert.equal(await desk.assay(...RUN, '--tsa', tsa, ...more), EXIT.ok, desk.err);
      return await desk.bundle();
    } finally {
      server.close();
    }
  }
  async function verified(bundle: string, ...more: readonly string[]): Promise<readonly [number, ...string[]]> {
    await desk.write('tsa.pem', authorities.ec.rootPem + authorities.rsa.rootPem);
    const reviewer = ['--trust', desk.signer, '--tsa-trust', 'tsa.pem'];
    const exit = await desk.assay('verify', bundle, '--json', ...reviewer, ...more);
    const { findings } = JSON.parse(desk.out) as { readonly findings: readonly { readonly code: string }[] };
    return [exit, ...findings.map(({ code }) => code)];
  }

  for (const algorithm of ['ec', 'rsa'] as const) {
    it(`of openssl by ${algorithm} is sealed with its tokens, and accepted with its time`, async () => {
      const bundle = await ranWith(authorities[algorithm].reply);
      assert.doesNotMatch(desk.err, /TIMESTAMP/);
      assert.deepEqual(await verified(bundle), [EXIT.ok]);
      assert.equal(await desk.assay('verify', bundle, '--trust', desk.signer, '--tsa-trust', 'tsa.pem', '--replay'), 0);
      assert.match(desk.out, /^ACCEPTED .*; verdicts recomputed[\s\S]*^stamped {2}\d{4}-/m);
    });
  }

  it('says in the evidence which one was asked, without what may be secret in its address; and nothing when none was', async () => {
    await ranWith(authorities.ec.reply);
    for (const file of ['plan.json', 'run.json']) {
      const { timeAuthority } = JSON.parse((await desk.sealed(file)).toString());
      assert.match(timeAuthority, /^http:\/\/127\.0\.0\.1:\d+\/stamp$/);
    }
    assert.ok(desk.texts('evidence').every((text) => !text.includes('f00d4all')));
    await desk.clear();
    await desk.open();
    assert.equal(await desk.assay(...RUN), EXIT.ok);
    for (const file of ['plan.json', 'run.json']) {
      assert.ok(!('timeAuthority' in JSON.parse((await desk.sealed(file)).toString())));
    }
  });

  const bad: Readonly<Record<string, Parameters<typeof serving>[0]>> = {
    'is out of order': () => 503,
    'does not answer': () => 'never',
    'answers anything else': () => Buffer.from('<html></html>'),
    'answers about something else': () => authorities.ec.stamp(Buffer.from('another signature')),
  };
  for (const [what, answer] of Object.entries(bad)) {
    it(`that ${what} is sealed all the same, says so, and is stamped later`, async () => {
      const bundle = await ranWith(answer);
      assert.match(desk.err, /^warning TIMESTAMP_NOT_MADE: .*\n {2}hint: .*assay timestamp/m);
      assert.deepEqual(await verified(bundle), [EXIT.evidenceNotTrusted, 'TIMESTAMP_MISSING']);
      const restored = await serving(authorities.rsa.reply);
      assert.equal(await desk.assay('timestamp', bundle, '--tsa', restored.url.href), EXIT.ok, desk.err);
      restored.close();
      assert.deepEqual(await verified(bundle, '--replay'), [EXIT.ok]);
    });
  }

  it('that is down is sealed all the same', async () => {
    const { url, close } = await serving(() => 200);
    close();
    assert.equal(await desk.assay(...RUN, '--tsa', url.href), EXIT.ok);
    assert.match(desk.err, /^warning TIMESTAMP_NOT_MADE/m);
    assert.deepEqual(await verified(await desk.bundle()), [EXIT.evidenceNotTrusted, 'TIMESTAMP_MISSING']);
  });

  it('is named by an address that can be asked', async () => {
    for (const tsa of ['tsa.example', 'file:///tsa', 'http://user:word@tsa.example/', 'http://[/']) {
      assert.equal(await desk.assay(...RUN, '--tsa', tsa), EXIT.usage, tsa);
      await desk.configure(`tsa: "${tsa}"\n`);
      assert.equal(await desk.assay(...RUN), EXIT.usage, tsa);
      assert.match(desk.err, /^assay\.config\.yaml:1:6: error CONFIG_INVALID: .*[\s\S]*\n {2}hint: /m);
      await desk.configure('');
    }
  });
});
