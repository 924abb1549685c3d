import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { HttpRequest } from '../model/exchange.ts';
import { forwarding } from './forward.ts';
import { type Listener, listenDealing } from './listen.ts';
import type { Received } from './receiving.ts';

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

describe('forwarding', () => {
  let provider: Server;
  let target: string;
  let proxy: Listener;
  let got: string[];
  let requests: HttpRequest[];
  let heard: Received[];
  /** What the provider answers, byte for byte. */
  let answer: string;

  beforeEach(async () => {
    got = [];
    requests = [];
    heard = [];
    provider = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        got.push(
          `${request.method} ${request.url} ${request.rawHeaders.join('|')} ${Buffer.concat(chunks).toString()}`,
        );
        response.socket?.end(answer, 'latin1');
      });
    });
    await new Promise<void>((ready) => provider.listen(0, '127.0.0.1', ready));
    target = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/fhir/`;
    proxy = await listenDealing(forwarding({ target, onRequest: (request) => requests.push(request) }), {
      port: 0,
      onExchange: (received) => heard.push(received),
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

  it('answers 502 when the provider does not, and keeps that too', async () => {
    provider.closeAllConnections();
    await new Promise((closed) => provider.close(closed));
    const back = await talk(proxy.port, 'GET /Slot HTTP/1.1\r\nHost: p\r\nConnection: close\r\n\r\n');
    assert.match(back, /^HTTP\/1\.1 502 /);
    assert.equal((await over()).response?.status, 502);
    provider.listen(0);
  });

  it('breaks off where the provider did', async () => {
    answer = 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf';
    const back = await talk(proxy.port, 'GET /Slot HTTP/1.1\r\nHost: p\r\nConnection: close\r\n\r\n');
    assert.match(back, /half$/);
    assert.equal((await over()).outcome, 'truncated');
  });
});
