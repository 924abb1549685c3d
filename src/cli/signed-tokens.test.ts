import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testContext } from '../../fixtures/cli/test-context.ts';
import { Provider, type Served, serve, TokenEndpoint } from '../../fixtures/signed-tokens/servers.ts';
import { makeAuthority } from '../http/authority.ts';
import { readJournal } from '../journal/read-journal.ts';
import type { JournalEvent } from '../model/event.ts';
import { EXIT } from '../model/exit-code.ts';
import { lint } from './commands/lint.ts';
import { type RunOptions, run } from './commands/run.ts';
import { verify } from './commands/verify.ts';
import type { Context } from './context.ts';

const SUITES = join(process.cwd(), 'fixtures/signed-tokens/suites/signed-tokens');
const KEYS = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = KEYS.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('a run with signed tokens', function () {
  this.timeout(60_000);
  let folder: string;
  let out: string;
  let err: string;
  let endpoint: TokenEndpoint;
  let provider: Provider;
  let servers: readonly Served[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-tokens-'));
    out = '';
    err = '';
    endpoint = new TokenEndpoint(KEYS.publicKey);
    provider = new Provider(KEYS.publicKey, endpoint);
    const [issuing, providing] = await Promise.all([serve(endpoint.listener), serve(provider.listener)]);
    endpoint.url = `${issuing.url}/token`;
    provider.url = providing.url;
    servers = [issuing, providing];
    await writeFile(join(folder, 'client.pem'), PEM);
  });
  afterEach(async () => {
    await Promise.all(servers.map((server) => server.close()));
    await rm(folder, { recursive: true });
  });

  const context = (env: Context['env'] = {}): Context =>
    testContext({
      cwd: folder,
      env: { XDG_CONFIG_HOME: join(folder, 'config'), ...env },
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
    });

  const runWith = (options: Partial<RunOptions>, key = 'file:client.pem', where = context()): Promise<number> =>
    run(
      SUITES,
      {
        target: provider.url,
        filter: [],
        tag: [],
        set: [`endpoint=${endpoint.url}`, ...(key === '' ? [] : [`client.key=${key}`])],
        defect: [],
        package: [],
        workers: 4,
        deadline: 2_000,
        evidence: 'evidence',
        ...options,
      },
      where,
    );

  async function evidence(): Promise<{ readonly events: readonly JournalEvent[]; readonly bundle: string }> {
    const names = await readdir(join(folder, 'evidence'));
    const folderOfRun = names.find((name) => !name.endsWith('.zip')) ?? '';
    const { lines } = readJournal(await readFile(join(folder, 'evidence', folderOfRun, 'journal.jsonl')));
    const bundle = join(folder, 'evidence', names.find((name) => name.endsWith('.zip')) ?? '');
    return { events: lines.map(({ event }) => event), bundle };
  }

  const verdictsIn = (events: readonly JournalEvent[]): string[] =>
    events.flatMap((event) => (event.type === 'case-finished' ? [`${event.case} ${event.verdict}`] : []));

  const ISSUED = { filter: ['signed-tokens/signed', 'AT-0', 'AT-1'] };

  it('has no finding in its suites', async () => {
    assert.equal(await lint([SUITES], { package: [] }, context()), EXIT.ok);
  });

  it('is accepted with what is right, refused with each fault, and sealed; replay comes to the same', async () => {
    assert.equal(await runWith(ISSUED), EXIT.ok, err);
    const { events, bundle } = await evidence();
    const verdicts = verdictsIn(events);
    assert.equal(verdicts.length, 30);
    assert.deepEqual(
      verdicts.filter((verdict) => !verdict.endsWith(' pass')),
      [],
    );
    const certificate = join(folder, 'config/assay/signer.crt');
    assert.equal(await verify(bundle, { trust: [certificate], replay: true, suites: SUITES }, context()), EXIT.ok, out);
  });

  it('asks for one access token for each scope, however many cases need it at once', async () => {
    await runWith(ISSUED);
    assert.deepEqual([...endpoint.issued.values()].sort(), ['schedule.read', 'slot.read']);
    const { events } = await evidence();
    const asked = events.flatMap((event) =>
      event.type === 'exchange-recorded' && event.exchange.ref.purpose === 'token' ? [event.exchange.ref] : [],
    );
    assert.equal(asked.length, 2);
    assert.equal(asked[0]?.case, undefined);
    assert.ok(asked.every(({ id }) => id.endsWith('-token')));
  });

  it('asks again for each case when the endpoint does not say how long a token lasts', async () => {
    endpoint.expiresIn = undefined;
    assert.equal(await runWith({ filter: ['AT-01', 'AT-03'], workers: 1 }), EXIT.ok);
    assert.equal(endpoint.issued.size, 3);
  });

  it('waits when the token endpoint asks to be asked later, in the preflight and in cases', async () => {
    const later = { status: 429, retryAfter: '1' };
    endpoint.refusals.push(later, undefined, later);
    endpoint.expiresIn = undefined;
    assert.equal(await runWith({ filter: ['AT-01'], workers: 1 }), EXIT.ok, err);
    const { events, bundle } = await evidence();
    const waits = events.flatMap((event) => (event.type === 'held-back' ? [event.exchange] : []));
    assert.deepEqual(waits, ['0000-02-token', '0001-01-token']);
    assert.match(out, /waited .*2 requests held back/);
    const certificate = join(folder, 'config/assay/signer.crt');
    assert.equal(await verify(bundle, { trust: [certificate], replay: true, suites: SUITES }, context()), EXIT.ok, out);
  });

  it('writes no key, assertion, access token or signature anywhere', async () => {
    endpoint.refusals.push({ status: 503, retryAfter: '0' });
    assert.equal(await runWith({}), EXIT.harness);
    const part = (token: string, place: number): string => token.split('.')[place] ?? '';
    const sent = [...provider.bearers, ...endpoint.assertions];
    const issued = [...endpoint.issued.keys()];
    const secrets = [
      PEM,
      ...PEM.split('\n').slice(1, -2),
      ...endpoint.assertions,
      ...issued,
      ...issued.map((token) => part(token, 1)),
      ...sent.map((token) => part(token, 2)),
    ].filter(({ length }) => length > 20);
    const isOwn = (token: string): boolean => Buffer.from(part(token, 0), 'base64url').toString().includes('RS512');
    const said = part(provider.bearers.find(isOwn) ?? '', 1);

    const entries = await readdir(join(folder, 'evidence'), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    const written = await Promise.all(files.map((file) => readFile(file, 'latin1')));
    assert.ok(written.length > 50);
    assert.ok(
      written.some((text) => text.includes(said)),
      'what a token of the client says is evidence, and stays',
    );
    for (const text of [...written, out, err]) {
      for (const secret of secrets) {
        assert.ok(!text.includes(secret) && !text.includes(encodeURIComponent(secret)), secret.slice(0, 20));
      }
    }
  });

  it('is an error of the case when a token is not issued for it, and of no other', async () => {
    assert.equal(await runWith({ tag: ['not-issued'] }), EXIT.harness);
    const { events } = await evidence();
    assert.deepEqual(verdictsIn(events).sort(), [
      'AT-01 pass',
      'AT-20 error',
      'AT-21 error',
      'AT-22 error',
      'AT-23 error',
    ]);
    const codes = events.flatMap((event) =>
      event.type === 'step-judged'
        ? event.assertions.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code))
        : [],
    );
    assert.deepEqual(new Set(codes), new Set(['TOKEN_NOT_ISSUED']));
    assert.match(err, /invalid_scope/);
  });

  it('stops at the preflight, with one line, when the token endpoint is down', async () => {
    await servers[0]?.close();
    assert.equal(await runWith({ filter: ['AT-1'] }), EXIT.harness);
    assert.equal(err.match(/UNREACHABLE/g)?.length, 1);
    assert.ok(err.includes(`POST ${endpoint.url}`));
    assert.equal(provider.bearers.length, 0);
    const { events } = await evidence();
    assert.ok(verdictsIn(events).every((verdict) => verdict.endsWith(' skip')));
  });

  it('stops at the preflight when the endpoint does not know the key', async () => {
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    await writeFile(join(folder, 'other.pem'), stranger.export({ type: 'pkcs8', format: 'pem' }));
    assert.equal(await runWith({ filter: ['AT-1'] }, 'file:other.pem'), EXIT.harness);
    assert.equal(err.match(/TOKEN_NOT_ISSUED/g)?.length, 1);
    assert.match(err, /401 Unauthorized and the error invalid_client/);
  });

  it('speaks TLS with both, each by its own name', async () => {
    const authority = await makeAuthority();
    const [issuing, providing] = await Promise.all([
      serve(endpoint.listener, await authority.issue({ ip: ['127.0.0.1'] })),
      serve(provider.listener, await authority.issue({ dns: ['provider.test'] })),
    ]);
    servers = [...servers, issuing, providing];
    endpoint.url = `${issuing.url}/token`;
    provider.url = providing.url;
    await writeFile(join(folder, 'ca.pem'), authority.ca);
    await writeFile(join(folder, 'assay.config.yaml'), 'tls: { ca: "file:ca.pem", serverName: provider.test }\n');
    assert.equal(await runWith({ filter: ['ST-01', 'AT-01'] }), EXIT.ok, err);
    const { events } = await evidence();
    const peers = events.flatMap((event) =>
      event.type === 'exchange-recorded' ? [event.exchange.tls?.agreed?.peer[0]?.fingerprint] : [],
    );
    assert.equal(new Set(peers).size, 2);
    assert.ok(!peers.includes(undefined));
  });

  it('takes the key from the environment', async () => {
    assert.equal(await runWith({ filter: ['ST-01'] }, 'env:CLIENT_KEY', context({ CLIENT_KEY: PEM })), EXIT.ok);
  });

  describe('is refused before anything is sent', () => {
    const refused = async (key: string, code: string, options: Partial<RunOptions> = {}): Promise<void> => {
      assert.equal(await runWith(options, key), EXIT.usage);
      assert.match(err, new RegExp(code));
      assert.deepEqual([endpoint.forms, provider.bearers], [[], []]);
    };

    it('without a key, told once', async () => {
      await refused('', 'VALUE_NOT_SET');
      assert.equal(err.match(/^error|: error/gm)?.length, 1, err);
    });

    it('with a key that is none', async () => {
      await writeFile(join(folder, 'broken.pem'), PEM.slice(0, 400));
      await refused('file:broken.pem', 'KEY_UNREADABLE');
    });

    it('with a key that is for another algorithm', async () => {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
      await writeFile(join(folder, 'ec.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
      await refused('file:ec.pem', 'KEY_TYPE');
    });

    it('with the key itself, which is not repeated', async () => {
      await refused(PEM, 'INLINE_SECRET');
      assert.ok(!err.includes(PEM.slice(40, 90)));
    });

    it('with an endpoint that is no URL', () =>
      refused('file:client.pem', 'CONFIG_INVALID', { set: ['client.key=file:client.pem', 'endpoint=auth.example'] }));
  });
});
