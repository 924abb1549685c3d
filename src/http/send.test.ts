import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { type RawServer, rawServer } from '../../fixtures/hostile/raw-server.ts';
import type { HttpRequest } from '../model/exchange.ts';
import { HarnessError } from '../model/harness-error.ts';
import { type SendOptions, send } from './send.ts';

const OPTIONS: SendOptions = { deadlineMs: 5000, now: () => '2026-01-02T03:04:05.678Z' };
const NO_BODY = new Uint8Array();

describe('send', () => {
  let server: RawServer;
  let seen: string;
  let response: string;

  before(async () => {
    server = await rawServer((socket, text) => {
      seen = text;
      if (isWhole(text)) socket.end(response);
    });
  });
  beforeEach(() => {
    response = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi';
  });
  after(() => server.close());

  const isWhole = (text: string): boolean => {
    const length = /\r\ncontent-length: (\d+)\r\n/i.exec(text)?.[1] ?? '0';
    const body = text.split('\r\n\r\n').slice(1).join('\r\n\r\n');
    return (
      text.includes('\r\n\r\n') && (/chunked/.test(text) ? body.endsWith('0\r\n\r\n') : body.length >= Number(length))
    );
  };

  const request = (given: Partial<HttpRequest>): HttpRequest => ({
    method: 'GET',
    url: `http://127.0.0.1:${server.port}/`,
    headers: [],
    body: NO_BODY,
    ...given,
  });

  it('puts the request on the wire as it stands, and keeps the very bytes', async () => {
    const sent = await send(
      request({
        method: 'POST',
        url: `http://127.0.0.1:${server.port}/a/../b//c?x=%2F|{y}&x#fragment`,
        headers: [
          ['x-LOWER', '1'],
          ['X-Lower', '2'],
          ['Authorization', 'Bearer a.b.'],
          ['Accept', 'x'],
          ['x-lower', '\u00e9'],
        ],
        body: Buffer.from('{"é":1}\0\r\n', 'utf8'),
      }),
      OPTIONS,
    );
    const expected = [
      'POST /a/../b//c?x=%2F|{y}&x HTTP/1.1',
      `Host: 127.0.0.1:${server.port}`,
      'x-LOWER: 1',
      'X-Lower: 2',
      'Authorization: Bearer a.b.',
      'Accept: x',
      'x-lower: \u00e9',
      'Content-Length: 11',
      'Connection: keep-alive',
      '',
      '{"Ã©":1}\0\r\n',
    ].join('\r\n');
    assert.equal(seen, expected);
    assert.equal(Buffer.from(sent.requestWire).toString('latin1'), expected);
    assert.equal(Buffer.from(sent.responseWire ?? NO_BODY).toString(), response);
    assert.equal(sent.request.url, `http://127.0.0.1:${server.port}/a/../b//c?x=%2F|{y}&x`);
    assert.deepEqual(sent.request.headers.at(-3), ['x-lower', '\u00e9']);
    assert.deepEqual(sent.response, {
      status: 200,
      reason: 'OK',
      headers: [['Content-Length', '2']],
      body: Buffer.from('hi'),
    });
    assert.deepEqual([sent.outcome, sent.problem, sent.startedAt], ['response', undefined, OPTIONS.now()]);
  });

  it('adds nothing but Host, length and connection', async () => {
    await send(request({}), OPTIONS);
    assert.equal(seen, `GET / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nConnection: keep-alive\r\n\r\n`);
    await send(request({ method: 'PUT' }), OPTIONS);
    assert.match(seen, /^PUT \/ HTTP\/1\.1\r\nHost: [^\r]+\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n$/);
  });

  it('lets the request bring its own Host, length, framing and connection', async () => {
    await send(
      request({
        headers: [
          ['host', 'elsewhere.invalid'],
          ['connection', 'close'],
        ],
      }),
      OPTIONS,
    );
    assert.equal(seen, 'GET / HTTP/1.1\r\nhost: elsewhere.invalid\r\nconnection: close\r\n\r\n');
    await send(request({ method: 'POST', headers: [['Content-Length', '1']], body: Buffer.from('abc') }), OPTIONS);
    assert.match(seen, /Content-Length: 1\r\nConnection: close\r\n\r\nabc$/);
    await send(
      request({ method: 'POST', headers: [['Transfer-Encoding', 'chunked']], body: Buffer.from('abc') }),
      OPTIONS,
    );
    assert.match(seen, /Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n0\r\n\r\n$/);
  });

  for (const method of ['GET', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'REPORT']) {
    it(`sends ${method} with a body of any bytes`, async () => {
      const body = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
      const sent = await send(request({ method, body }), OPTIONS);
      assert.equal(sent.outcome, 'response');
      assert.ok(seen.startsWith(`${method} / `) && seen.endsWith(body.toString('latin1')));
      assert.deepEqual(sent.request.body, body);
    });
  }

  it('sends a large body whole', async () => {
    const body = Buffer.alloc(3 * 1024 * 1024, 'x');
    const sent = await send(request({ method: 'POST', body }), OPTIONS);
    assert.ok(body.equals(sent.request.body) && seen.endsWith(`\r\n\r\n${body.toString('latin1')}`));
  });

  it('shows the request that the server could read, its codings removed', async () => {
    const body = gzipSync('plain');
    const sent = await send(request({ method: 'POST', headers: [['Content-Encoding', 'gzip']], body }), OPTIONS);
    assert.equal(Buffer.from(sent.request.body).toString(), 'plain');
    assert.ok(Buffer.from(sent.requestWire).includes(body));
  });

  it('passes statuses, media types and broken payloads on untouched', async () => {
    for (const status of [200, 404, 500, 599]) {
      response = `HTTP/1.1 ${status} \r\nContent-Type: application/json\r\nSet-Cookie: a\r\nset-cookie: b\r\n\r\n\ufeff{"a":`;
      const sent = await send(request({}), OPTIONS);
      assert.deepEqual(
        { ...sent.response, body: Buffer.from(sent.response?.body ?? NO_BODY).toString() },
        {
          status,
          reason: '',
          headers: [
            ['Content-Type', 'application/json'],
            ['Set-Cookie', 'a'],
            ['set-cookie', 'b'],
          ],
          body: '\ufeff{"a":',
        },
      );
    }
  });

  it('measures the phases in the order in which they came', async () => {
    const { timings } = await send(request({ url: `http://localhost:${server.port}/` }), OPTIONS);
    const { dnsMs = -1, connectMs = -1, firstByteMs = -1, totalMs } = timings;
    assert.ok(0 <= dnsMs && dnsMs <= connectMs && connectMs <= firstByteMs && firstByteMs <= totalMs);
    assert.equal(timings.tlsMs, undefined);
  });

  it('does not take a connection that the server has closed after the last exchange', async () => {
    for (let round = 0; round < 50; round += 1) assert.equal((await send(request({}), OPTIONS)).outcome, 'response');
  });

  it('carries exchanges side by side without mixing their bytes', async () => {
    const echo = await rawServer((socket, text) => {
      if (!text.endsWith('\r\n\r\n')) return;
      const path = /GET (\S+) HTTP\/1\.1\r\n(?:.+\r\n)+\r\n$/.exec(text)?.[1] ?? '';
      setTimeout(
        () => socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${path.length}\r\n\r\n${path}`),
        path.length % 5,
      );
    });
    const paths = Array.from({ length: 100 }, (_, index) => `/${'x'.repeat(index % 7)}${index}`);
    const answers = await Promise.all(
      paths.map(async (path) => {
        const sent = await send(request({ url: `http://127.0.0.1:${echo.port}${path}` }), OPTIONS);
        assert.match(Buffer.from(sent.requestWire).toString(), new RegExp(`^GET ${path} HTTP/1\\.1\\r\\n`));
        return Buffer.from(sent.response?.body ?? NO_BODY).toString();
      }),
    );
    await echo.close();
    assert.deepEqual(answers, paths);
  });

  it('refuses before anything is sent what HTTP forbids', async () => {
    const connections = server.connections();
    for (const forbidden of [
      { headers: [['A', 'b\r\nInjected: c'] as const] },
      { headers: [['A', 'b\0c'] as const] },
      { headers: [['A\nB', 'c'] as const] },
      { headers: [['A', '\u2028'] as const] },
      { headers: [['', 'b'] as const] },
      { method: 'GET / HTTP/1.1\r\nA:' },
      { url: `http://127.0.0.1:${server.port}/a b` },
      { url: `http://127.0.0.1:${server.port}/\r\nA: b` },
    ]) {
      await assert.rejects(send(request(forbidden), OPTIONS), (error) => {
        return error instanceof HarnessError && error.diagnostic.code === 'HEADER_INJECTION';
      });
    }
    assert.equal(server.connections(), connections);
  });
});
