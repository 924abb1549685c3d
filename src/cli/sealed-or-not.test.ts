import assert from 'node:assert/strict';
import { Desk, SUITES } from '../../fixtures/cli/desk.ts';
import { listen } from '../http/listen.ts';
import { EXIT } from '../model/exit-code.ts';

/** Called a cookie by a provider, and a word of the sealed suites. */
const WORD = 'CareConnect-Appointment-1';

describe('the end of the summary of a run', function () {
  this.timeout(120_000);
  const desk = Desk.perTest();
  beforeEach(async () => assert.equal(await desk.assay('keys', 'create'), EXIT.ok, desk.err));

  const run = (...argv: readonly string[]) =>
    desk.assay('run', SUITES, '--filter', 'CP-02', '--keep-openings', desk.signer, ...argv);

  it('says whose key sealed it, so that a forgotten --key is seen', async () => {
    assert.equal(await run(), EXIT.ok, desk.err);
    const [, fingerprint = ''] = /\nsigner {2}\S[^\n]+, SHA-256 ([0-9a-f]{16})…\n/.exec(desk.out) ?? [];
    await desk.assay('verify', await desk.bundle());
    assert.match(desk.out, new RegExp(`SHA-256 ${fingerprint}[0-9a-f]{48}\n`));
    assert.ok((await desk.list('evidence')).some((name) => name.endsWith('.openings.json')));
  });

  it('says why it was not sealed; openings stay, for it may be sealed later and nobody can make them again', async () => {
    const provider = await listen(
      () => ({
        response: { status: 404, reason: 'Not Found', headers: [['Set-Cookie', WORD]], body: new Uint8Array() },
      }),
      { port: 0 },
    );
    try {
      assert.equal(await run('--target', provider.url), EXIT.harness);
    } finally {
      await provider.close();
    }
    assert.match(desk.out, /\nnot sealed: LEAK \S[^\n]*(\n {4}\S[^\n]*)*\n$/);
    assert.doesNotMatch(desk.out, /\nsigner /);
    const beside = (await desk.list('evidence')).filter((name) => name.includes('.'));
    assert.deepEqual(
      beside.map((name) => name.slice(name.indexOf('.'))),
      ['.openings.json'],
    );
  });

  it('names no version of the simulator beside the name of another system', async () => {
    assert.equal(await run('--sut-name', 'Pathways'), EXIT.ok, desk.err);
    const { sut } = await desk.result();
    assert.deepEqual([sut.name, sut.version], ['Pathways', undefined]);
  });
});
