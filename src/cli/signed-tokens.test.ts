import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { resolve } from 'node:path';
import { Desk } from '../../fixtures/cli/desk.ts';
import { Provider, type Served, serve, TokenEndpoint } from '../../fixtures/signed-tokens/servers.ts';
import { makeAuthority } from '../http/authority.ts';
import type { JournalEvent } from '../model/event.ts';
import { EXIT } from '../model/exit-code.ts';

const SUITES = resolve('fixtures/signed-tokens/suites/signed-tokens');
const KEYS = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = KEYS.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('a run with signed tokens', function () {
  this.timeout(60_000);
  const desk = Desk.perTest({ env: { CLIENT_KEY: PEM } });
  let endpoint: TokenEndpoint;
  let provider: Provider;
  let servers: readonly Served[];

  beforeEach(async () => {
    endpoint = new TokenEndpoint(KEYS.publicKey);
    provider = new Provider(KEYS.publicKey, endpoint);
    const [issuing, providing] = await Promise.all([serve(endpoint.listener), serve(provider.listener)]);
    endpoint.url = `${issuing.url}/token`;
    provider.url = providing.url;
    servers = [issuing, providing];
    await desk.write('client.pem', PEM);
  });
  afterEach(() => Promise.all(servers.map((server) => server.close())));

  const runWithoutKey = (...argv: readonly string[]): Promise<number> => {
    const servers = ['--target', provider.url, '--set', `endpoint=${endpoint.url}`];
    return desk.assay('run', SUITES, ...servers, '--workers=4', '--deadline=2s', ...argv);
  };
  const runWith = (key: string, ...argv: readonly string[]): Promise<number> =>
    runWithoutKey('--set', `client.key=${key}`, ...argv);
  const run = (...argv: readonly string[]): Promise<number> => runWith('file:client.pem', ...argv);

  const verdictsIn = (events: readonly JournalEvent[]): string[] =>
    events.flatMap((event) => (event.type === 'case-finished' ? [`${event.case} ${event.verdict}`] : []));

  const ISSUED = ['--filter=signed-tokens/signed', '--filter=AT-0', '--filter=AT-1'];

  const verify = async (): Promise<number> =>
    desk.assay('verify', await desk.bundle(), '--trust', desk.signer, '--replay', '--suites', SUITES);

  it('has no finding in its suites', async () => {
    assert.equal(await desk.assay('lint', SUITES), EXIT.ok);
  });

  it('is accepted with what is right, refused with each fault, and sealed; replay comes to the same', async () => {
    assert.equal(await run(...ISSUED), EXIT.ok, desk.err);
    const events = await desk.events();
    const verdicts = verdictsIn(events);
    assert.equal(verdicts.length, 30);
    assert.deepEqual(
      verdicts.filter((verdict) => !verdict.endsWith(' pass')),
      [],
    );
    assert.equal(await verify(), EXIT.ok, desk.out);
  });

  it('asks for one access token for each scope, however many cases need it at once', async () => {
    await run(...ISSUED);
    assert.deepEqual([...endpoint.issued.values()].sort(), ['schedule.read', 'slot.read']);
    const events = await desk.events();
    const asked = events.flatMap((event) =>
      event.type === 'exchange-recorded' && event.exchange.ref.purpose === 'token' ? [event.exchange.ref] : [],
    );
    assert.equal(asked.length, 2);
    assert.equal(asked[0]?.case, undefined);
    assert.ok(asked.every(({ id }) => id.endsWith('-token')));
  });

  it('asks again for each case when the endpoint does not say how long a token lasts', async () => {
    endpoint.expiresIn = undefined;
    assert.equal(await run('--filter=AT-01', '--filter=AT-03', '--workers=1'), EXIT.ok);
    assert.equal(endpoint.issued.size, 3);
  });

  it('waits when the token endpoint asks to be asked later, in the preflight and in cases', async () => {
    const later = { status: 429, retryAfter: '1' };
    endpoint.refusals.push(later, undefined, later);
    endpoint.expiresIn = undefined;
    assert.equal(await run('--filter=AT-01', '--workers=1'), EXIT.ok, desk.err);
    const events = await desk.events();
    const waits = events.flatMap((event) => (event.type === 'held-back' ? [event.exchange] : []));
    assert.deepEqual(waits, ['0000-02-token', '0001-01-token']);
    assert.match(desk.out, /waited .*2 requests held back/);
    assert.equal(await verify(), EXIT.ok, desk.out);
  });

  it('writes no key, assertion, access token or signature anywhere', async () => {
    endpoint.refusals.push({ status: 503, retryAfter: '0' });
    assert.equal(await run(), EXIT.harness);
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

    const written = desk.texts('evidence');
    assert.ok(written.length > 50);
    assert.ok(
      written.some((text) => text.includes(said)),
      'what a token of the client says is evidence, and stays',
    );
    for (const text of [...written, desk.out, desk.err]) {
      for (const secret of secrets) {
        assert.ok(!text.includes(secret) && !text.includes(encodeURIComponent(secret)), secret.slice(0, 20));
      }
    }
  });

  it('is an error of the case when a token is not issued for it, and of no other', async () => {
    assert.equal(await run('--tag=not-issued'), EXIT.harness);
    const events = await desk.events();
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
    assert.match(desk.out, /invalid_scope/);
  });

  it('stops at the preflight, with one line, when the token endpoint is down', async () => {
    await servers[0]?.close();
    assert.equal(await run('--filter=AT-1'), EXIT.harness);
    assert.equal(desk.err.match(/UNREACHABLE/g)?.length, 1);
    assert.ok(desk.err.includes(`POST ${endpoint.url}`));
    assert.equal(provider.bearers.length, 0);
    const events = await desk.events();
    assert.ok(verdictsIn(events).every((verdict) => verdict.endsWith(' skip')));
  });

  it('stops at the preflight when the endpoint does not know the key', async () => {
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    await desk.write('other.pem', stranger.export({ type: 'pkcs8', format: 'pem' }));
    assert.equal(await runWith('file:other.pem', '--filter=AT-1'), EXIT.harness);
    assert.equal(desk.err.match(/TOKEN_NOT_ISSUED/g)?.length, 1);
    assert.match(desk.err, /401 Unauthorized and the error invalid_client/);
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
    await desk.write('ca.pem', authority.ca);
    await desk.configure('tls: { ca: "file:ca.pem", serverName: provider.test }\n');
    assert.equal(await run('--filter=ST-01', '--filter=AT-01'), EXIT.ok, desk.err);
    const events = await desk.events();
    const peers = events.flatMap((event) =>
      event.type === 'exchange-recorded' ? [event.exchange.tls?.agreed?.peer[0]?.fingerprint] : [],
    );
    assert.equal(new Set(peers).size, 2);
    assert.ok(!peers.includes(undefined));
  });

  it('takes the key from the environment', async () => {
    assert.equal(await runWith('env:CLIENT_KEY', '--filter=ST-01'), EXIT.ok);
  });

  describe('is refused before anything is sent', () => {
    const refused = async (code: string, run: Promise<number>): Promise<void> => {
      assert.equal(await run, EXIT.usage);
      assert.match(desk.err, new RegExp(code));
      assert.deepEqual([endpoint.forms, provider.bearers], [[], []]);
    };

    it('without a key, told once', async () => {
      await refused('VALUE_NOT_SET', runWithoutKey());
      assert.equal(desk.err.match(/^error|: error/gm)?.length, 1, desk.err);
    });

    it('with a key that is none', async () => {
      await desk.write('broken.pem', PEM.slice(0, 400));
      await refused('KEY_UNREADABLE', runWith('file:broken.pem'));
    });

    it('with a key that is for another algorithm', async () => {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
      await desk.write('ec.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }));
      await refused('KEY_TYPE', runWith('file:ec.pem'));
    });

    it('with the key itself, which is not repeated', async () => {
      await refused('INLINE_SECRET', runWith(PEM));
      assert.ok(!desk.err.includes(PEM.slice(40, 90)));
    });

    it('with an endpoint that is no URL', () => refused('CONFIG_INVALID', run('--set=endpoint=auth.example')));
  });
});
