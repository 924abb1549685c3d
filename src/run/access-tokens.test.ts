import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { CLIENT, type Served, serve, TokenEndpoint } from '../../fixtures/signed-tokens/servers.ts';
import { type Authority, makeAuthority } from '../http/authority.ts';
import { send } from '../http/send.ts';
import { encodeJwt } from '../message/jwt.ts';
import { type TokenRequest, tokenRequest } from '../message/token-request.ts';
import type { ExchangeRef } from '../model/exchange.ts';
import { AccessTokens, type Obtained } from './access-tokens.ts';
import type { Io } from './io.ts';

const KEYS = generateKeyPairSync('rsa', { modulusLength: 2048 });
const REF: ExchangeRef = { id: '0001-01-token', purpose: 'token', attempt: 1 };

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
    const io: Pick<Io, 'send' | 'record' | 'now'> = {
      send: (request, { deadlineMs, at }) =>
        send(request, { deadlineMs, now: () => at.toISOString(), ...(trusted ? { tls } : {}) }),
      record: (exchange) => ({
        record: { ref: exchange.ref } as ReturnType<Io['record']>['record'],
        redacted: exchange,
      }),
      now: () => new Date(Date.now() + passedMs),
    };
    return new AccessTokens(io, 2_000);
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

  const tokenOf = ({ answer }: Obtained): string => ('token' in answer ? answer.token : answer.problem.code);

  it('are issued over TLS for an assertion that the endpoint verifies', async () => {
    const obtained = await accessTokens().obtain(asking(), REF);
    assert.equal(endpoint.scopeOf(tokenOf(obtained)), 'slot.read');
    assert.deepEqual(obtained.record?.ref, REF);
    assert.equal(endpoint.forms[0]?.get('audience'), 'x');
  });

  it('are fetched once for all who need one at the same time, and told to one of them', async () => {
    const tokens = accessTokens();
    const obtained = await Promise.all(Array.from({ length: 20 }, () => tokens.obtain(asking(), REF)));
    assert.equal(new Set(obtained.map(tokenOf)).size, 1);
    assert.equal(obtained.filter(({ record }) => record !== undefined).length, 1);
    assert.equal(endpoint.forms.length, 1);
  });

  it('are kept for each scope until they are about to expire', async () => {
    const tokens = accessTokens();
    const first = tokenOf(await tokens.obtain(asking(), REF));
    assert.notEqual(tokenOf(await tokens.obtain(asking('schedule.read'), REF)), first);
    passedMs = 269_000;
    assert.equal(tokenOf(await tokens.obtain(asking(), REF)), first);
    passedMs = 271_000;
    assert.notEqual(tokenOf(await tokens.obtain(asking(), REF)), first);
    assert.equal(endpoint.issued.size, 3);
  });

  it('are used for half of their life when it is short', async () => {
    endpoint.expiresIn = 20;
    const tokens = accessTokens();
    const first = tokenOf(await tokens.obtain(asking(), REF));
    passedMs = 9_000;
    assert.equal(tokenOf(await tokens.obtain(asking(), REF)), first);
    passedMs = 11_000;
    assert.notEqual(tokenOf(await tokens.obtain(asking(), REF)), first);
  });

  it('that are not issued are asked for again', async () => {
    const tokens = accessTokens();
    assert.equal(tokenOf(await tokens.obtain(asking('everything'), REF)), 'TOKEN_NOT_ISSUED');
    assert.equal(tokenOf(await tokens.obtain(asking('everything'), REF)), 'TOKEN_NOT_ISSUED');
    assert.equal(endpoint.forms.length, 2);
  });

  it('of other assertions are others', async () => {
    const tokens = accessTokens();
    await tokens.obtain(asking(), REF);
    assert.equal(tokenOf(await tokens.obtain(asking('slot.read', 'client-2'), REF)), 'TOKEN_NOT_ISSUED');
  });

  it('are not asked of an endpoint that nobody vouches for', async () => {
    assert.equal(tokenOf(await accessTokens(false).obtain(asking(), REF)), 'TLS_UNTRUSTED');
    assert.equal(endpoint.forms.length, 0);
  });
});
