import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { answering, type RawServer, rawServer, type Script } from '../../fixtures/hostile/raw-server.ts';
import { parseResponse } from '../message/wire.ts';
import type { Outcome } from '../model/exchange.ts';
import { DEFAULT_LIMITS, KEPT_OF_OVERSIZE_BYTES } from './limits.ts';
import { type SendOptions, type Sent, send } from './send.ts';

const OPTIONS: SendOptions = { deadlineMs: 5000, now: () => '2026-01-02T03:04:05.678Z' };
const get = (url: string, options: Partial<SendOptions> = {}, method = 'GET'): Promise<Sent> =>
  send({ method, url, headers: [], body: new Uint8Array() }, { ...OPTIONS, ...options });

describe('send, to servers that misbehave', () => {
  const servers: RawServer[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  async function urlOf(script: Script): Promise<string> {
    const server = await rawServer(script);
    servers.push(server);
    return `http://127.0.0.1:${server.port}/`;
  }

  async function endsAs(script: Script, outcome: Outcome, problem?: string | RegExp, options?: Partial<SendOptions>) {
    const sent = await get(await urlOf(script), options);
    assert.equal(sent.outcome, outcome, sent.problem);
    if (problem instanceof RegExp) assert.match(sent.problem ?? '', problem);
    else assert.equal(sent.problem, problem);
    assert.equal(sent.response === undefined, outcome !== 'response');
    return sent;
  }

  const wireText = (sent: Sent): string => Buffer.from(sent.responseWire ?? '').toString('latin1');

  it('tells a closed port, an unknown name and silence apart, and says that nothing was sent', async () => {
    const url = await urlOf(() => undefined);
    await Promise.all(servers.splice(0).map((server) => server.close()));
    const refused = await get(url);
    assert.deepEqual([refused.outcome, refused.problem, refused.requestWire.length], ['refused', 'ECONNREFUSED', 0]);
    assert.equal(refused.request.method, 'GET');

    const unknown = await get('http://provider.invalid/');
    assert.equal(unknown.outcome, 'dns-failure');
    assert.match(unknown.problem ?? '', /^(ENOTFOUND|EAI_AGAIN)$/);

    const silent = await endsAs(() => undefined, 'deadline', 'DEADLINE', { deadlineMs: 50 });
    assert.ok(silent.requestWire.length > 0);
    assert.equal(silent.responseWire, undefined);
  });

  it('knows a reset before and within the response, and keeps what came', async () => {
    await endsAs((socket) => (socket as Socket).resetAndDestroy(), 'reset', 'ECONNRESET');
    await endsAs((socket) => void socket.end(), 'reset', 'ECONNRESET');
    const half = 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf';
    const reset = await endsAs(
      (socket) => void socket.write(half, () => setTimeout(() => (socket as Socket).resetAndDestroy(), 20)),
      'reset',
      'ECONNRESET',
    );
    assert.equal(wireText(reset), half);
  });

  it('knows a response that ends before its end', async () => {
    for (const part of [
      'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n',
      'HTTP/1.1 200 OK\r\nContent-Le',
      'HTTP/1.1 2',
    ]) {
      assert.equal(wireText(await endsAs(answering(part, true), 'truncated', /./)), part);
    }
  });

  for (const [what, wire] of Object.entries({
    'an empty status line': '\r\nA: b\r\n\r\n',
    'a status that is no number': 'HTTP/1.1 abc OK\r\n\r\n',
    'a status that no class holds': 'HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n',
    'another protocol': 'SSH-2.0-OpenSSH\r\n\r\n',
    'HTML alone': '<html><body>Proxy</body></html>\r\n\r\n',
    'two lengths': 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
    'a length and chunks': 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'a broken chunk': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n',
    'a header that is none': 'HTTP/1.1 200 OK\r\nno field\r\n\r\n',
    'a NUL in a header': 'HTTP/1.1 200 OK\r\nA: b\0c\r\nContent-Length: 0\r\n\r\n',
    'bare line feeds': 'HTTP/1.1 200 OK\nContent-Length: 0\n\n',
    'a switch of protocols': 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
    'a second response': 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\naHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb',
    'a body with 204': 'HTTP/1.1 204 No Content\r\n\r\nbody',
  })) {
    it(`takes ${what} for malformed and keeps the bytes`, async () => {
      const sent = await endsAs(answering(wire, true), 'malformed', /^(HPE_|MALFORMED_HTTP)/);
      assert.ok(wireText(sent).length > 0 && wire.startsWith(wireText(sent)));
    });
  }

  it('gives up on a storm of interim responses', async () => {
    const storm: Script = (socket) => {
      const timer = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(5)), 1);
      socket.on('close', () => clearInterval(timer));
    };
    await endsAs(storm, 'malformed', 'MALFORMED_HTTP');
  });

  it('takes interim responses before the final one', async () => {
    const sent = await endsAs(
      answering('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'),
      'response',
    );
    assert.equal(sent.response?.status, 200);
  });

  it('gives up on a flood of headers', async () => {
    const flood = `HTTP/1.1 200 OK\r\n${'X-Flood: 0123456789\r\n'.repeat(2000)}\r\n`;
    await endsAs(answering(flood), 'too-large', 'HEADERS_TOO_LARGE');
  });

  it('gives up on a body beyond the limit, announced or not, and keeps its beginning', async () => {
    const big = Buffer.alloc(DEFAULT_LIMITS.maxBodyBytes + DEFAULT_LIMITS.maxHeadBytes);
    for (const head of [`Content-Length: ${big.length}`, 'Connection: close']) {
      const wire = Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\n${head}\r\n\r\n`), big]);
      const sent = await endsAs(answering(wire, true), 'too-large', 'BODY_TOO_LARGE');
      assert.deepEqual(sent.responseWire, wire.subarray(0, KEPT_OF_OVERSIZE_BYTES));
    }
  });

  it('takes a body up to the limit', async () => {
    const body = Buffer.alloc(DEFAULT_LIMITS.maxBodyBytes, 'x');
    const wire = Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`), body]);
    const sent = await endsAs(answering(wire), 'response');
    assert.equal(sent.response?.body.length, body.length);
    assert.ok(wire.equals(sent.responseWire ?? Buffer.alloc(0)));
  });

  it('gives up on endless chunks at the limit, and on drips at the deadline', async () => {
    const chunk = Buffer.from(`10000\r\n${'x'.repeat(0x10000)}\r\n`);
    const endless: Script = (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
      const timer = setInterval(() => {
        while (!socket.destroyed && socket.write(chunk));
      }, 1);
      socket.on('close', () => clearInterval(timer));
    };
    await endsAs(endless, 'too-large', 'BODY_TOO_LARGE');

    const drip: Script = (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n');
      const timer = setInterval(() => socket.write('x'), 10);
      socket.on('close', () => clearInterval(timer));
    };
    const sent = await endsAs(drip, 'deadline', 'DEADLINE', { deadlineMs: 100 });
    assert.match(wireText(sent), /\r\n\r\nx+$/);
  });

  const coded = (codings: string, body: Uint8Array): Script =>
    answering(
      Buffer.concat([
        Buffer.from(`HTTP/1.1 200 OK\r\nContent-Encoding: ${codings}\r\nContent-Length: ${body.length}\r\n\r\n`),
        body,
      ]),
    );

  it('unpacks within limits: a bomb, an unknown coding and two hundred codings are refused', async () => {
    const bomb = gzipSync(gzipSync(Buffer.alloc(100 * 1024 * 1024), { level: 9 }), { level: 9 });
    const sent = await endsAs(coded('gzip, gzip', bomb), 'too-large', 'DECODED_TOO_LARGE');
    assert.ok(sent.responseWire !== undefined && sent.responseWire.length < 10_000);
    await endsAs(coded('zstd', bomb), 'malformed', 'UNKNOWN_CONTENT_CODING');
    await endsAs(coded(Array(200).fill('gzip').join(', '), bomb), 'malformed', 'TOO_MANY_CONTENT_CODINGS');
    await endsAs(coded('gzip', Buffer.from('plain')), 'malformed', 'MALFORMED_HTTP');

    const honest = await endsAs(coded('gzip', gzipSync('plain')), 'response');
    assert.equal(Buffer.from(honest.response?.body ?? '').toString(), 'plain');
  });

  it('does not wait for a body that cannot be there', async () => {
    for (const status of [204, 304]) {
      const sent = await endsAs(answering(`HTTP/1.1 ${status} X\r\nContent-Length: 5\r\n\r\n`), 'response');
      assert.deepEqual([sent.response?.status, sent.response?.body.length], [status, 0]);
    }
    const url = await urlOf(answering('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n'));
    assert.equal((await get(url, {}, 'HEAD')).outcome, 'response');
  });

  it('takes a redirect for the answer, wherever it points', async () => {
    let visits = 0;
    const trap = await urlOf(() => {
      visits += 1;
    });
    for (const location of [trap, '/again', 'file:///etc/passwd', 'http://169.254.169.254/']) {
      const sent = await endsAs(
        answering(`HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`),
        'response',
      );
      assert.equal(sent.response?.status, 302);
    }
    assert.equal(visits, 0);
  });

  it('takes an answer that comes before the request is through', async () => {
    const url = await urlOf((socket, seen) => {
      if (seen.length < 70_000)
        socket.write('HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n', () =>
          socket.pause(),
        );
    });
    const body = Buffer.alloc(4 * 1024 * 1024);
    const sent = await send({ method: 'POST', url, headers: [], body }, OPTIONS);
    assert.equal(sent.response?.status, 413);
  });

  it('stops when it is told to, before and during the exchange', async () => {
    const url = await urlOf(() => undefined);
    const early = await get(url, { signal: AbortSignal.abort() });
    assert.deepEqual([early.outcome, early.requestWire.length], ['interrupted', 0]);
    const sent = await get(url, { signal: AbortSignal.timeout(30) });
    assert.deepEqual([sent.outcome, sent.problem], ['interrupted', 'INTERRUPTED']);
  });

  it('never mixes up exchanges that share a connection', async () => {
    let served = 0;
    const url = await urlOf((socket, seen) => {
      if (!seen.endsWith('\r\n\r\n')) return;
      served += 1;
      const body = `answer ${served}`;
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    });
    for (let expected = 1; expected <= 20; expected += 1) {
      const sent = await get(`${url}${expected}`);
      assert.equal(Buffer.from(sent.response?.body ?? '').toString(), `answer ${expected}`);
      assert.match(Buffer.from(sent.requestWire).toString(), new RegExp(`^GET /${expected} HTTP/1\\.1\\r\\n`));
    }
    assert.equal(servers[0]?.connections(), 1);
  });

  it('drops a connection on which the server speaks out of turn', async () => {
    const url = await urlOf((socket, seen) => {
      if (!seen.endsWith('\r\n\r\n')) return;
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
      setTimeout(() => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison'), 10);
    });
    for (let round = 0; round < 3; round += 1) {
      assert.equal((await get(url)).response?.body.length, 0);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.equal(servers[0]?.connections(), 3);
  });

  it('comes back with an outcome whatever the server says, in whatever pieces', async () => {
    let pieces: readonly Uint8Array[] = [];
    const url = await urlOf((socket, seen) => {
      if (!seen.endsWith('\r\n\r\n')) return;
      for (const piece of pieces) socket.write(piece);
      socket.end();
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fragment, fc.uint8Array({ maxLength: 20 })), { maxLength: 12 }),
        async (said) => {
          pieces = said;
          const { outcome, problem, response, responseWire } = await get(url);
          assert.ok(['response', 'malformed', 'reset', 'truncated', 'tls-alert'].includes(outcome), outcome);
          assert.equal(problem === undefined, outcome === 'response');
          if (response !== undefined)
            assert.deepEqual({ value: response }, parseResponse(responseWire ?? NOTHING, 'GET'));
          assert.ok(Buffer.concat(said).indexOf(responseWire ?? NOTHING) === 0);
        },
      ),
      { numRuns: 200 },
    );
  });
});

const NOTHING = new Uint8Array();
const fragment = fc
  .constantFrom(
    'HTTP/1.1 200 OK\r\n',
    'HTTP/1.1 100 Continue\r\n\r\n',
    'Content-Length: 3\r\n',
    'Transfer-Encoding: chunked\r\n',
    'Content-Encoding: gzip\r\n',
    '\r\n',
    'abc',
    '3\r\nabc\r\n',
    '0\r\n\r\n',
  )
  .map((text) => Buffer.from(text));
