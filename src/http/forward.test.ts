import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import type { HttpRequest } from '../model/exchange.ts';
import type { RefusalKind } from '../model/refusal.ts';
import { forwarding } from './forward.ts';
import { KEPT_OF_OVERSIZE_BYTES } from './limits.ts';
import { type Listener, listenDealing } from './listen.ts';
import type { Received } from './receiving.ts';
import { send } from './send.ts';
import { makeTestPki } from './test-pki.ts';
import type { TlsSettings } from './tls.ts';

/** Everything that a connection gives until it is closed. */
function talk(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(text, 'latin1'));
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
    socket.on('error', reject);
  });
}

const MIB = 1024 * 1024;

describe('forwarding', () => {
  let provider: Server;
  let target: string;
  let proxy: Listener;
  let got: string[];
  let requests: HttpRequest[];
  let heard: Received[];
  let refused: RefusalKind[];
  /** What the provider answers, byte for byte. */
  let answer: string;

  const told = (request: HttpRequest) => {
    requests.push(request);
    return request.url.endsWith('/once-too-often') ? 'too-many' : undefined;
  };

  beforeEach(async () => {
    got = [];
    requests = [];
    heard = [];
    refused = [];
    provider = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        got.push(
          `${request.method} ${request.url} ${request.rawHeaders.join('|')} ${Buffer.concat(chunks).toString()}${request.rawTrailers.join('|')}`,
        );
        response.socket?.end(answer, 'latin1');
      });
    });
    await new Promise<void>((ready) => provider.listen(0, '127.0.0.1', ready));
    target = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/fhir/`;
    proxy = await listenDealing(forwarding({ target, onRequest: told }), {
      port: 0,
      limits: { maxBodyBytes: MIB, lingerMs: 100 },
      onExchange: (received) => heard.push(received),
      onRefused: ({ kind }) => refused.push(kind),
    });
  });
  afterEach(async () => {
    await proxy.close();
    provider.closeAllConnections();
    await new Promise((closed) => provider.close(closed));
  });

  const over = async (): Promise<Received> => {
    while (heard.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    return heard[0] ?? assert.fail();
  };

  it('passes a request on as it is, but for its Host, and keeps its bytes', async () => {
    answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}';
    const sent =
      'POST /Slot?a=%7C HTTP/1.1\r\nhOsT: p\r\nX-b: 2\r\nx-A: 1\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody';
    await talk(proxy.port, sent);
    const { host } = new URL(target);
    assert.deepEqual(got, [`POST /fhir/Slot?a=%7C hOsT|${host}|X-b|2|x-A|1|Content-Length|4|Connection|close body`]);
    const { requestWire, request, outcome } = await over();
    assert.equal(Buffer.from(requestWire).toString(), sent);
    assert.equal(requests[0], request, 'it is told of the very request that is recorded');
    assert.equal(outcome, 'response');
  });

  it('passes an answer back as it is', async () => {
    answer =
      'HTTP/1.1 422 No Slot\r\nX-z: 1\r\nContent-Type: application/fhir+json\r\nx-Y: 2\r\nx-Y: 3\r\nContent-Length: 5\r\n\r\n\xe4bcde';
    const back = await talk(proxy.port, 'GET /Slot HTTP/1.1\r\nHost: p\r\nConnection: close\r\n\r\n');
    assert.equal(back, answer);
    const { responseWire, response } = await over();
    assert.equal(Buffer.from(responseWire ?? []).toString('latin1'), answer);
    assert.equal(response?.status, 422);
  });

  it('passes on what comes in chunks', async () => {
    answer = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n0\r\n\r\n';
    const back = await talk(
      proxy.port,
      'POST /Slot HTTP/1.1\r\nHost: p\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n2\r\nbo\r\n2\r\ndy\r\n0\r\n\r\n',
    );
    assert.match(got[0] ?? '', / body$/);
    assert.match(back, /\r\n3\r\nabc\r\n0\r\n\r\n$/);
    assert.equal(Buffer.from((await over()).response?.body ?? []).toString(), 'abc');
  });

  it('says 502 when the provider does not answer, and takes that for no answer', async () => {
    provider.closeAllConnections();
    await new Promise((closed) => provider.close(closed));
    const back = await talk(proxy.port, 'GET /Slot HTTP/1.1\r\nHost: p\r\nConnection: close\r\n\r\n');
    assert.match(back, /^HTTP\/1\.1 502 /);
    const { outcome, problem, response, responseWire } = await over();
    assert.deepEqual([outcome, problem, response, responseWire], ['refused', 'ECONNREFUSED', undefined, undefined]);
    provider.listen(0);
  });

  const CHUNKED = 'Transfer-Encoding: chunked';
  for (const { framed, given, back = given, method = 'GET' } of [
    { framed: 'the end of the connection', given: 'HTTP/1.1 200 OK\r\nX-z: 1\r\n\r\nto the end' },
    { framed: 'its length', given: 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc' },
    { framed: 'chunks', given: `HTTP/1.1 200 OK\r\n${CHUNKED}\r\n\r\n3\r\nabc\r\n0\r\n\r\n` },
    {
      framed: 'chunks with trailers',
      given: `HTTP/1.1 200 OK\r\n${CHUNKED}\r\nTrailer: x-T\r\n\r\n3\r\nabc\r\n0\r\nx-T: 1\r\n\r\n`,
    },
    {
      framed: 'small chunks, which are cut anew',
      given: `HTTP/1.1 200 OK\r\n${CHUNKED}\r\n\r\n3;ext=1\r\nabc\r\n0\r\n\r\n`,
      back: `HTTP/1.1 200 OK\r\n${CHUNKED}\r\n\r\n3\r\nabc\r\n0\r\n\r\n`,
    },
    {
      framed: 'its length, with a Trailer that means nothing',
      given: 'HTTP/1.1 200 OK\r\nTrailer: x-T\r\nContent-Length: 3\r\n\r\nabc',
      back: 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc',
    },
    { framed: 'having no content', given: 'HTTP/1.1 204 None\r\nETag: W/"1"\r\n\r\n' },
    { framed: 'being to HEAD', method: 'HEAD', given: 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n' },
    {
      framed: 'its length, after an interim answer, which stays behind',
      given: 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc',
      back: 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc',
    },
    {
      framed: 'the end of the connection, in HTTP/1.0',
      given: 'HTTP/1.0 200 OK\r\n\r\nabc',
      back: 'HTTP/1.1 200 OK\r\n\r\nabc',
    },
  ]) {
    it(`passes back an answer that is framed by ${framed}`, async () => {
      answer = given;
      assert.equal(await talk(proxy.port, `${method} /Slot HTTP/1.1\r\nHost: p\r\nConnection: close\r\n\r\n`), back);
      assert.equal((await over()).outcome, 'response');
    });
  }

  for (const { framed, sent, passed } of [
    { framed: 'nothing', sent: '\r\n', passed: '|Content-Length|0 ' },
    {
      framed: 'chunks',
      sent: `${CHUNKED}\r\n\r\n1\r\na\r\n1\r\nb\r\n0\r\n\r\n`,
      passed: '|Transfer-Encoding|chunked ab',
    },
    {
      framed: 'chunks with trailers',
      sent: `Trailer: x-T\r\n${CHUNKED}\r\n\r\n2\r\nab\r\n0\r\nx-T: 1\r\n\r\n`,
      passed: '|Trailer|x-T|Transfer-Encoding|chunked abx-T|1',
    },
    {
      framed: 'its length, with a Trailer that means nothing',
      sent: 'Trailer: x-T\r\nContent-Length: 2\r\n\r\nab',
      passed: '|Content-Length|2 ab',
    },
  ]) {
    it(`passes on a request that is framed by ${framed}`, async () => {
      answer = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
      await talk(proxy.port, `POST /Slot HTTP/1.1\r\nHost: p\r\nConnection: close\r\n${sent}`);
      assert.deepEqual(got, [`POST /fhir/Slot Host|${new URL(target).host}|Connection|close${passed}`]);
    });
  }

  for (const [what, given] of [
    ['a status that there is not', 'HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n'],
    ['another protocol', 'HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\nbytes'],
    ['no HTTP', 'Good morning\r\n\r\n'],
  ] as const) {
    it(`says 502 when the provider answers with ${what}, and goes on`, async () => {
      answer = given;
      const request = 'GET /Slot HTTP/1.1\r\nHost: p\r\nConnection: close\r\n\r\n';
      assert.match(await talk(proxy.port, request), /^HTTP\/1\.1 502 /);
      const { outcome, response } = await over();
      assert.deepEqual([outcome, response], ['malformed', undefined]);
      answer = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
      assert.equal(await talk(proxy.port, request), answer);
    });
  }

  it('says 504 when the provider has not begun to answer in time', async () => {
    provider.removeAllListeners('request');
    const hurried = await listenDealing(forwarding({ target, deadlineMs: 50, onRequest: told }), {
      port: 0,
      onExchange: (received) => heard.push(received),
    });
    const request = 'GET /Slot HTTP/1.1\r\nHost: p\r\nConnection: close\r\n\r\n';
    assert.match(await talk(hurried.port, request), /^HTTP\/1\.1 504 /);
    const { outcome, response } = await over();
    assert.deepEqual([outcome, response], ['deadline', undefined]);
    await hurried.close();
  });

  it('is not misled by a kept connection that the provider closes, and sends nothing twice that must not be', async () => {
    const asked: string[] = [];
    let connections = 0;
    const oneEach = createTcpServer((socket) => {
      const connection = ++connections;
      let requests = 0;
      socket.on('error', () => undefined);
      socket.on('data', (bytes: Buffer) => {
        requests += 1;
        asked.push(`${connection} ${bytes.toString('latin1').split(' ')[0]}`);
        if (requests > 1) socket.destroy();
        else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
      });
    });
    await new Promise<void>((ready) => oneEach.listen(0, '127.0.0.1', ready));
    const behind = `http://127.0.0.1:${(oneEach.address() as AddressInfo).port}`;
    const between = await listenDealing(forwarding({ target: behind, onRequest: () => undefined }), { port: 0 });
    const statuses: number[] = [];
    for (const method of ['GET', 'GET', 'POST', 'POST']) {
      statuses.push((await fetch(`${between.url}/Slot`, { method })).status);
    }
    assert.deepEqual(statuses, [200, 200, 200, 200]);
    assert.deepEqual(asked, ['1 GET', '1 GET', '2 GET', '3 POST', '4 POST']);
    await between.close();
    await new Promise((closed) => oneEach.close(closed));
  });

  it('may carry any number of requests over one kept connection', async () => {
    provider.removeAllListeners('request');
    provider.on('request', (_, response) => response.end('{}'));
    const warnings: string[] = [];
    const hear = ({ name }: Error) => warnings.push(name);
    process.on('warning', hear);
    for (let count = 0; count < 15; count += 1) assert.equal(await (await fetch(`${proxy.url}/Slot`)).text(), '{}');
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', hear);
    assert.deepEqual(warnings, []);
  });

  it('breaks off where the provider did', async () => {
    answer = 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf';
    const back = await talk(proxy.port, 'GET /Slot HTTP/1.1\r\nHost: p\r\nConnection: close\r\n\r\n');
    assert.match(back, /half$/);
    assert.equal((await over()).outcome, 'truncated');
  });

  it('does not offer the provider another protocol, which it does not speak itself', async () => {
    answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}';
    const offer = 'Connection: close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA';
    await talk(proxy.port, `GET /Slot HTTP/1.1\r\nHost: p\r\n${offer}\r\n\r\n`);
    assert.deepEqual(got, [`GET /fhir/Slot Host|${new URL(target).host}|Connection|close `]);
  });

  for (const [framing, head] of [
    ['with its length', `Content-Length: ${2 * MIB}\r\n\r\n`],
    ['in chunks', `Transfer-Encoding: chunked\r\n\r\n${(2 * MIB).toString(16)}\r\n`],
  ] as const) {
    it(`answers 413 to a body that is too large, ${framing}, and asks the provider nothing`, async () => {
      const body = 'a'.repeat(2 * MIB);
      const back = await talk(proxy.port, `POST /Slot HTTP/1.1\r\nHost: p\r\n${head}${body}`);
      assert.match(back, /^HTTP\/1\.1 413 /);
      assert.deepEqual([refused, got, requests, heard], [['body-too-large'], [], [], []]);
    });
  }

  it('answers 503 when there is no room for a body', async () => {
    const crowded = await listenDealing(forwarding({ target, onRequest: () => undefined }), {
      port: 0,
      limits: { maxHeldBytes: 3, lingerMs: 100 },
      onRefused: ({ kind }) => refused.push(kind),
    });
    const sent = 'POST /Slot HTTP/1.1\r\nHost: p\r\nContent-Length: 4\r\n\r\nbody';
    assert.match(await talk(crowded.port, sent), /^HTTP\/1\.1 503 /);
    assert.deepEqual([refused, got], [['too-many-bodies'], []]);
    await crowded.close();
  });

  it('passes on no request that is one too many', async () => {
    assert.match(await talk(proxy.port, 'GET /once-too-often HTTP/1.1\r\nHost: p\r\n\r\n'), /^HTTP\/1\.1 503 /);
    assert.deepEqual([refused, got, heard], [['too-many-requests'], [], []]);
  });

  it('lets the provider know when the client has left', async () => {
    provider.removeAllListeners('request');
    const asked = once(provider, 'request');
    const client = connect(proxy.port, '127.0.0.1', () => client.write('GET /Slot HTTP/1.1\r\nHost: p\r\n\r\n'));
    const [{ socket }] = await asked;
    const left = once(socket, 'close');
    client.destroy();
    await left;
    assert.equal((await over()).outcome, 'reset');
  });

  it('breaks off an answer that takes too long, however it drips', async () => {
    provider.removeAllListeners('request');
    provider.on('request', (_, response) => {
      response.writeHead(200, { 'Content-Length': 1000 });
      const drip = setInterval(() => response.write('.'), 10);
      response.on('close', () => clearInterval(drip));
    });
    const hurried = await listenDealing(forwarding({ target, deadlineMs: 100, onRequest: told }), {
      port: 0,
      onExchange: (received) => heard.push(received),
    });
    const back = await talk(hurried.port, 'GET /Slot HTTP/1.1\r\nHost: p\r\n\r\n');
    assert.match(back, /^HTTP\/1\.1 200 .*\.$/s);
    assert.equal((await over()).outcome, 'truncated');
    await hurried.close();
  });

  it('passes back an answer that is too large to be kept, and keeps its beginning', async () => {
    answer = `HTTP/1.1 200 OK\r\nContent-Length: ${3 * MIB}\r\nConnection: close\r\n\r\n${'a'.repeat(3 * MIB)}`;
    const back = await talk(proxy.port, 'GET /Slot HTTP/1.1\r\nHost: p\r\nConnection: close\r\n\r\n');
    assert.equal(back, answer);
    const { outcome, problem, response, responseWire } = await over();
    assert.deepEqual([outcome, problem, response], ['too-large', 'BODY_TOO_LARGE', undefined]);
    assert.ok((responseWire?.length ?? 0) <= KEPT_OF_OVERSIZE_BYTES && answer.startsWith(String(responseWire)));
  });

  it('speaks TLS to both sides, and shows each its own certificate', async () => {
    const [ours, theirs] = [await makeTestPki(new Date()), await makeTestPki(new Date())];
    const secure = createSecureServer(
      { ...theirs.server, ca: theirs.authorities, requestCert: true, rejectUnauthorized: true },
      (_, response) => response.end('{}'),
    );
    await new Promise<void>((ready) => secure.listen(0, '127.0.0.1', ready));
    const behind = `https://127.0.0.1:${(secure.address() as AddressInfo).port}`;
    const { authorities, revoked, clientName } = ours;
    const tls = { ...ours.server, clients: { authorities, revoked, names: [clientName] } };
    const onExchange = (received: Received) => heard.push(received);
    const { cert, key } = theirs.clients.own;
    const between = (shown: TlsSettings) =>
      listenDealing(forwarding({ target: behind, tls: { ca: theirs.root, ...shown }, onRequest: () => undefined }), {
        port: 0,
        tls,
        onExchange,
      });
    const asItself = { ca: ours.root, cert: ours.clients.own.cert, key: ours.clients.own.key };
    const ask = (url: string, tls: TlsSettings) =>
      send(
        { method: 'GET', url, headers: [], body: new Uint8Array() },
        { deadlineMs: 5_000, now: () => new Date().toISOString(), tls },
      );
    const known = await between({ cert, key });
    const stranger = await between({});
    try {
      assert.equal((await ask(known.url, asItself)).response?.status, 200);
      assert.equal(heard[0]?.tls?.agreed?.peer[0]?.subject, `CN=${clientName}`);
      assert.equal((await ask(known.url, asItself)).response?.status, 200);
      assert.equal(heard[1]?.tls?.agreed, heard[0]?.tls?.agreed, 'certificates are read once a connection');
      assert.equal((await ask(stranger.url, asItself)).response?.status, 502, 'the provider asks for a certificate');
      const refusedClient = await ask(known.url, { ca: ours.root });
      assert.ok(['reset', 'tls-alert'].includes(refusedClient.outcome));
      assert.deepEqual(
        heard.map(({ outcome }) => outcome),
        ['response', 'response', 'tls-alert'],
      );
    } finally {
      await known.close();
      await stranger.close();
      secure.closeAllConnections();
      await new Promise((closed) => secure.close(closed));
    }
  });
});
