import assert from 'node:assert/strict';
import type { HttpRequest } from '../model/exchange.ts';
import { prepare, refusals } from './prepare.ts';

const request = (given: Partial<HttpRequest>): HttpRequest => ({
  method: 'GET',
  url: 'http://provider.invalid/',
  headers: [],
  body: new Uint8Array(),
  ...given,
});

describe('prepare', () => {
  it('finds address and target in the URL, and leaves the target as written', () => {
    const address = (url: string) => {
      const { scheme, host, port, target } = prepare(request({ url }));
      return [scheme, host, port, target];
    };
    assert.deepEqual(address('http://provider.invalid'), ['http', 'provider.invalid', 80, '/']);
    assert.deepEqual(address('https://Provider.invalid/A/./b?c'), ['https', 'provider.invalid', 443, '/A/./b?c']);
    assert.deepEqual(address('https://[::1]:8443?q=1'), ['https', '::1', 8443, '/?q=1']);
  });

  it('lets only requests with our own framing share a connection', () => {
    assert.equal(prepare(request({ headers: [['X', 'y']] })).mayShareConnection, true);
    for (const name of ['content-length', 'Transfer-Encoding', 'CONNECTION', 'Upgrade']) {
      assert.equal(prepare(request({ headers: [[name, '1']] })).mayShareConnection, false);
    }
  });
});

describe('refusals', () => {
  it('names everything that is wrong', () => {
    const codes = refusals(
      request({
        method: '',
        url: 'file:///etc /passwd',
        headers: [
          ['A', '\n'],
          ['B', 'b'],
          ['C:', 'c'],
        ],
      }),
    );
    assert.deepEqual(
      codes.map(({ code }) => code),
      ['HEADER_INJECTION', 'HEADER_INJECTION', 'COMPOSE_FAILED', 'HEADER_INJECTION', 'HEADER_INJECTION'],
    );
    assert.deepEqual(refusals(request({ headers: [['A', 'tab\tand \u00e9']] })), []);
  });

  it('refuses URLs that are not absolute http or https', () => {
    for (const url of [
      '',
      '/metadata',
      'provider.invalid',
      'ftp://a/',
      'http://',
      'http:/a',
      'http://a:99999/',
      'http://user@a/',
    ]) {
      assert.deepEqual(
        refusals(request({ url })).map(({ code }) => code),
        ['COMPOSE_FAILED'],
        url,
      );
    }
  });
});
