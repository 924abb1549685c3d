import assert from 'node:assert/strict';
import type { Outcome } from '../model/exchange.ts';
import { tokenAnswer } from './token-response.ts';

const request = { method: 'POST', url: 'https://auth.invalid/token', headers: [], body: new Uint8Array() };

const answered = (status: number, body: unknown) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = { status, reason: 'Reason', headers: [], body: Buffer.from(text) };
  return tokenAnswer({ outcome: 'response', request, response });
};

const codeOf = (answer: ReturnType<typeof tokenAnswer>): string =>
  'problem' in answer ? answer.problem.code : 'token';

describe('tokenAnswer', () => {
  const TOKEN = { access_token: 'abc.DEF-1~+/==', token_type: 'bearer' };

  it('reads a token and how long it lasts', () => {
    assert.deepEqual(answered(200, { ...TOKEN, expires_in: 60, scope: 'a' }), {
      token: 'abc.DEF-1~+/==',
      expiresInSeconds: 60,
    });
    assert.deepEqual(answered(200, { ...TOKEN, expires_in: '60' }), { token: 'abc.DEF-1~+/==', expiresInSeconds: 60 });
  });

  it('does not guess how long it lasts', () => {
    for (const expires_in of [undefined, 0, -1, 'soon', null]) {
      assert.deepEqual(answered(200, { ...TOKEN, expires_in }), { token: 'abc.DEF-1~+/==' });
    }
  });

  for (const [name, status, body] of [
    ['another status', 201, TOKEN],
    ['an error', 400, { error: 'invalid_scope' }],
    ['no JSON', 200, 'no'],
    ['a list', 200, [TOKEN]],
    ['no token', 200, { token_type: 'Bearer' }],
    ['an empty token', 200, { ...TOKEN, access_token: '' }],
    ['a token that would end the header', 200, { ...TOKEN, access_token: 'a\r\nX: y' }],
    ['no type', 200, { access_token: 'abc' }],
    ['another type', 200, { ...TOKEN, token_type: 'DPoP' }],
  ] as const) {
    it(`gives no token for ${name}`, () => assert.equal(codeOf(answered(status, body)), 'TOKEN_NOT_ISSUED'));
  }

  it('names the error of the endpoint, and nothing else that it says', () => {
    const answer = answered(401, { error: 'invalid_client', error_description: 'secret-1' });
    assert.ok('problem' in answer);
    assert.match(answer.problem.message, /invalid_client/);
    assert.doesNotMatch(JSON.stringify(answer), /secret-1/);
    assert.doesNotMatch(JSON.stringify(answered(401, { error: 'Secret 1' })), /Secret 1/);
  });

  it('keeps the code of an exchange that broke', () => {
    const broken = (outcome: Outcome): string => codeOf(tokenAnswer({ outcome, request }));
    assert.deepEqual(
      ['refused', 'deadline', 'tls-untrusted'].map((one) => broken(one as Outcome)),
      ['UNREACHABLE', 'DEADLINE', 'TLS_UNTRUSTED'],
    );
  });
});
