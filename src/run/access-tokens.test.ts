import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { CLIENT, type Served, serve, TokenEndpoint } from '../../fixtures/signed-tokens/servers.ts';
import { type Authority, makeAuthority } from '../http/authority.ts';
import { send } from '../http/send.ts';
import { encodeJwt } from '../message/jwt.ts';
import { type TokenRequest, tokenRequest } from '../message/token-request.ts';
import type { ExchangeRef } from '../model/exchange.ts';
import { AccessTokens } from './access-tokens.ts';
import type { Io } from './io.ts';
import { drained } from './together.ts';

const KEYS = generateKeyPairSync('rsa', { modulusLength: 2048 });
const REF: ExchangeRef = { id: '0001-01', purpose: 'token', attempt: 1 };

describe('access tokens', () => {
  let authority: Authority;
  let endpoint: TokenEndpoint;
  let served: Served;
  let passedMs: number;
  let assertions: number;
  before(async () => {
    authority = await makeAuthority();
  });
  beforeEach(async () => {
    passedMs = 0;
    assertions = 0;
    endpoint = new TokenEndpoint(KEYS.publicKey);
    served = await serve(endpoint.listener, await authority.issue({ ip: ['127.0.0.1'] }));
    endpoint.url = `${served.url}/token`;
  });
  afterEach(() => served.close());

  function accessTokens(trusted = true): AccessTokens {
    const tls = { ca: trusted ? authority.ca : '' };
    return new AccessTokens(
      {
        send: (request, { deadlineMs, at }) =>
          send(request, { deadlineMs, now: () => at.toISOString(), ...(trusted ? { tls } : {}) }),
        record: (exchange) => ({
          record: { ref: exchange.ref } as ReturnType<Io['record']>['record'],
          redacted: exchange,
        }),
        now: () => new Date(Date.now() + passedMs),
        monotonicMs: () => passedMs,
        sleep: async (forMs) => {
          passedMs += forMs;
        },
      },
      2_000,
    );
  }

  function asking(scope = 'slot.read', kid = CLIENT.kid): TokenRequest {
    assertions += 1;
    const now = Math.floor(Date.now() / 1000);
    const { id } = CLIENT;
    const claims = { iss: id, sub: id, aud: endpoint.url, jti: `j-${assertions}`, iat: now, exp: now + 300 };
    const signing = { key: KEYS.privateKey, alg: 'RS512' };
    const assertion = encodeJwt({ alg: 'RS512', typ: 'JWT', kid }, claims, signing);
    return tokenRequest({ endpoint: endpoint.url, scope, parameters: { audience: 'x' } }, assertion, [id, kid]);
  }

  /** The token or what was wrong, and what was told of it. */
  async function obtained(tokens: AccessTokens, scope?: string, kid?: string) {
    const again = () => asking(scope, kid);
    const { signal } = new AbortController();
    const { yielded, returned } = await drained(tokens.obtain(again(), { ref: REF, again, signal }));
    return {
      token: 'token' in returned ? returned.token : returned.problem.code,
      told: yielded.map((event) => (event.type === 'exchange-recorded' ? event.exchange.ref.id : event.type)),
    };
  }

  it('are issued over TLS for an assertion that the endpoint verifies', async () => {
    const { token, told } = await obtained(accessTokens());
    assert.equal(endpoint.scopeOf(token), 'slot.read');
    assert.deepEqual(told, ['0001-01-token']);
    assert.equal(endpoint.forms[0]?.get('audience'), 'x');
  });

  it('are fetched once for all who need one at the same time, and told by one of them', async () => {
    const tokens = accessTokens();
    const all = await Promise.all(Array.from({ length: 20 }, () => obtained(tokens)));
    assert.equal(new Set(all.map(({ token }) => token)).size, 1);
    assert.equal(all.filter(({ told }) => told.length > 0).length, 1);
    assert.equal(endpoint.forms.length, 1);
  });

  it('are kept for each scope until they are about to expire', async () => {
    const tokens = accessTokens();
    const { token: first } = await obtained(tokens);
    assert.notEqual((await obtained(tokens, 'schedule.read')).token, first);
    passedMs = 269_000;
    assert.equal((await obtained(tokens)).token, first);
    passedMs = 271_000;
    assert.notEqual((await obtained(tokens)).token, first);
    assert.equal(endpoint.issued.size, 3);
  });

  it('are used for half of their life when it is short', async () => {
    endpoint.expiresIn = 20;
    const tokens = accessTokens();
    const { token: first } = await obtained(tokens);
    passedMs = 9_000;
    assert.equal((await obtained(tokens)).token, first);
    passedMs = 11_000;
    assert.notEqual((await obtained(tokens)).token, first);
  });

  it('that are not issued are asked for again', async () => {
    const tokens = accessTokens();
    assert.equal((await obtained(tokens, 'everything')).token, 'TOKEN_NOT_ISSUED');
    assert.equal((await obtained(tokens, 'everything')).token, 'TOKEN_NOT_ISSUED');
    assert.equal(endpoint.forms.length, 2);
  });

  it('are asked for again when the endpoint says so, each time with a new assertion, and nobody else asks meanwhile', async () => {
    endpoint.refusals.push({ status: 429, retryAfter: '1' }, { status: 503, retryAfter: '0' });
    const tokens = accessTokens();
    const [{ token, told } = { token: '', told: [] }, other] = await Promise.all([obtained(tokens), obtained(tokens)]);
    assert.equal(endpoint.scopeOf(token), 'slot.read');
    assert.deepEqual(told, ['0001-01-token', 'held-back', '0001-01-token-2', 'held-back', '0001-01-token-3']);
    assert.equal(other?.token, token);
    assert.equal(new Set(endpoint.assertions).size, 3);
    assert.equal(passedMs, 1_000);
  });

  it('are not waited for longer than the deadline', async () => {
    endpoint.refusals.push({ status: 503, retryAfter: '3' });
    const { token, told } = await obtained(accessTokens());
    assert.deepEqual([token, told], ['TOKEN_NOT_ISSUED', ['0001-01-token']]);
    assert.equal(passedMs, 0);
  });

  it('of other assertions are others', async () => {
    const tokens = accessTokens();
    await obtained(tokens);
    assert.equal((await obtained(tokens, 'slot.read', 'client-2')).token, 'TOKEN_NOT_ISSUED');
  });

  it('are not asked of an endpoint that nobody vouches for', async () => {
    assert.equal((await obtained(accessTokens(false))).token, 'TLS_UNTRUSTED');
    assert.equal(endpoint.forms.length, 0);
  });

  it('that cannot even be asked for break everybody who waits for them', async () => {
    const tokens = accessTokens();
    endpoint.url = 'http://127.0.0.1:1/\n';
    const all = await Promise.allSettled([obtained(tokens), obtained(tokens)]);
    assert.ok(
      all.every(({ status }) => status === 'rejected'),
      JSON.stringify(all),
    );
  });
});
