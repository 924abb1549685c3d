import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { sealedBundle } from '../../fixtures/bundles/sealed-bundle.ts';
import { MIXED, smallRun } from '../../fixtures/bundles/small-run.ts';
import { Desk } from '../../fixtures/cli/desk.ts';
import { makeHolder } from '../../fixtures/keys/signers.ts';
import { serving, type TestAuthority, testAuthority } from '../../fixtures/keys/time-authority.ts';
import { tokenSource } from '../evidence/seal/ask-for-token.ts';
import { EXIT } from '../model/exit-code.ts';
import { askAuthority } from './ask-authority.ts';

const DAY_MS = 24 * 60 * 60_000;

describe('an authority of time', function () {
  this.timeout(30_000);
  let authority: TestAuthority;
  let other: Buffer;
  before(async () => {
    authority = testAuthority();
    await withAnswer(
      (question) => {
        other = authority.reply(question);
        return other;
      },
      async (url) => void (await sourceOf(url).ask(Buffer.from('another signature'))),
    );
  });
  after(() => authority.remove());

  const sourceOf = (url: URL) =>
    tokenSource({ post: (question) => askAuthority(url, question, 500), nonce: () => randomBytes(8) });

  async function withAnswer(
    answer: Parameters<typeof serving>[0],
    use: (url: URL, asked: () => number) => Promise<void>,
  ): Promise<void> {
    const server = await serving(answer);
    try {
      await use(server.url, server.asked);
    } finally {
      server.close();
    }
  }

  it('gives a token for every signature', () =>
    withAnswer(authority.reply, async (url, asked) => {
      const source = sourceOf(url);
      assert.ok(await source.ask(Buffer.from('one')));
      assert.ok(await source.ask(Buffer.from('two')));
      assert.deepEqual([source.problems(), asked()], [[], 2]);
    }));

  const bad: Readonly<Record<string, Parameters<typeof serving>[0]>> = {
    'answers with an error': () => 503,
    'never answers': () => 'never',
    'sends nothing': () => Buffer.alloc(0),
    'sends what is no reply': () => Buffer.from('<html></html>'),
    'sends without end': () => Buffer.alloc(1_000_000, 0x30),
    refuses: () => Buffer.from('30053003020102', 'hex'),
    'sends the reply to another question': () => other,
    'sends a reply that was changed': (question) => {
      const reply = authority.reply(question);
      reply.writeUInt8(reply.readUInt8(reply.length - 1) ^ 1, reply.length - 1);
      return reply;
    },
  };
  for (const [what, answer] of Object.entries(bad)) {
    it(`that ${what} gives no token, and is not asked again`, () =>
      withAnswer(answer, async (url, asked) => {
        const source = sourceOf(url);
        assert.equal(await source.ask(Buffer.from('one')), undefined);
        assert.equal(await source.ask(Buffer.from('two')), undefined);
        assert.deepEqual(
          source.problems().map(({ code, severity }) => [code, severity]),
          [['TIMESTAMP_NOT_MADE', 'warning']],
        );
        assert.equal(asked(), 1);
      }));
  }

  it('that is down gives no token', async () => {
    const { url, close } = await serving(() => 200);
    close();
    const source = sourceOf(url);
    assert.equal(await source.ask(Buffer.from('one')), undefined);
    assert.equal(source.problems().length, 1);
  });

  describe('for a bundle that was sealed without', () => {
    const desk = Desk.perSuite();
    before(async () => {
      const now = Date.now();
      const holder = await makeHolder({ notBefore: new Date(now - DAY_MS), notAfter: new Date(now + DAY_MS) });
      const bundle = await sealedBundle({
        files: smallRun(MIXED, { at: new Date() }),
        signer: holder.signer,
        sealedAt: new Date(),
      });
      await desk.write('run.evidence.zip', bundle);
      await desk.write('signer.crt', holder.certPem);
      await desk.write('tsa.crt', authority.rootPem);
    });

    const verified = (...more: readonly string[]) =>
      desk.assay('verify', 'run.evidence.zip', '--trust', 'signer.crt', ...more);

    it('stamps the seal later, once; verify then says when', async () => {
      await verified('--tsa-trust', 'tsa.crt');
      assert.match(desk.err + desk.out, /TIMESTAMP_MISSING/);
      await withAnswer(
        () => 503,
        async (url) => {
          const before = readFileSync(desk.path('run.evidence.zip'));
          assert.equal(await desk.assay('timestamp', 'run.evidence.zip', '--tsa', url.href), EXIT.harness);
          assert.match(desk.err + desk.out, /TIMESTAMP_NOT_MADE/);
          assert.deepEqual(readFileSync(desk.path('run.evidence.zip')), before);
        },
      );
      await withAnswer(authority.reply, async (url) => {
        assert.equal(await desk.assay('timestamp', 'run.evidence.zip', '--tsa', url.href), EXIT.ok, desk.out);
        assert.equal(await desk.assay('timestamp', 'run.evidence.zip', '--tsa', url.href), EXIT.usage);
      });
      await verified('--tsa-trust', 'tsa.crt');
      assert.match(desk.err + desk.out, /^stamped {2}\d{4}-/m);
      assert.doesNotMatch(desk.err + desk.out, /TIMESTAMP/);
      await verified();
      assert.doesNotMatch(desk.out, /TIMESTAMP_/);
      assert.match(desk.out, /^stamped {2}.*not checked.*--tsa-trust/m);
    });

    it('is named by an address', async () => {
      assert.equal(await desk.assay('timestamp', 'run.evidence.zip', '--tsa', 'file:///etc/passwd'), EXIT.usage);
    });
  });
});
