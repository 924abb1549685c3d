import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Refusal } from '../model/refusal.ts';
import { makeAuthority } from './authority.ts';
import type { ServerLimits } from './limits.ts';
import { type Handler, type Listener, type ListenOptions, listen } from './listen.ts';
import { send } from './send.ts';

const OK = { status: 200, reason: 'OK', headers: [], body: Buffer.from('fine') };
const MIB = 1024 * 1024;

describe('a server under clients that mean it no good', () => {
  const listeners: Listener[] = [];
  let refused: Refusal[];
  const kinds = () => refused.map(({ kind }) => kind);
  beforeEach(() => {
    refused = [];
  });
  afterEach(() => Promise.all(listeners.splice(0).map((listener) => listener.close())));

  async function open(
    limits: Partial<ServerLimits>,
    more: Partial<ListenOptions> = {},
    handler: Handler = () => ({ response: OK }),
  ): Promise<Listener> {
    const listener = await listen(handler, { port: 0, limits, onRefused: (why) => refused.push(why), ...more });
    listeners.push(listener);
    return listener;
  }

  /** Whether somebody else is served, now or when there is room again. */
  async function serves({ url }: Listener): Promise<void> {
    for (;;) {
      const { outcome, response } = await send(
        { method: 'GET', url, headers: [['Connection', 'close']], body: new Uint8Array() },
        { deadlineMs: 10_000, now: () => new Date().toISOString() },
      );
      if (outcome === 'response') return assert.equal(response?.status, 200);
      assert.equal(outcome, 'reset');
    }
  }

  interface Client {
    readonly socket: Socket;
    /** All that it was told until the connection ended. */
    readonly told: Promise<string>;
  }

  function come({ port }: Listener): Client {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
    });
    socket.on('error', () => undefined);
    return { socket, told: new Promise((ended) => socket.once('close', () => ended(text))) };
  }

  const say = (listener: Listener, bytes: string | Uint8Array): Promise<string> => {
    const { socket, told } = come(listener);
    socket.write(bytes);
    return told;
  };

  /** Sends pieces of a request as fast as they are taken, until it is told to stop or all has gone. */
  async function pump({ socket, told }: Client, head: string, piece: Uint8Array, count: number): Promise<string> {
    let stopped = false;
    socket.on('data', () => {
      stopped = true;
    });
    socket.write(head);
    for (let sent = 0; sent < count && !stopped && !socket.destroyed; sent += 1) {
      if (!socket.write(piece)) await Promise.race([once(socket, 'drain'), told]).catch(() => undefined);
    }
    socket.end();
    return told;
  }

  /** Sends one byte after another, slowly, for as long as anybody listens. */
  async function drip({ socket, told }: Client, text: string): Promise<string> {
    const beat = setInterval(() => socket.write('a'), 20);
    socket.write(text);
    const answer = await told;
    clearInterval(beat);
    return answer;
  }

  it('closes connections beyond the limit, and those that say nothing; others are served again', async () => {
    const listener = await open({ maxConnections: 10, headMs: 500 });
    const clients = Array.from({ length: 200 }, () => come(listener));
    const told = await Promise.all(clients.map((client) => client.told));
    assert.equal(told.filter((text) => text === '').length, 190);
    assert.equal(told.filter((text) => text.startsWith('HTTP/1.1 408 ')).length, 10);
    assert.equal(kinds().filter((kind) => kind === 'too-many-connections').length, 190);
    await serves(listener);
  });

  for (const [framing, head, piece] of [
    ['with its length', `Content-Length: ${1024 * MIB}`, Buffer.alloc(MIB)],
    [
      'in chunks',
      'Transfer-Encoding: chunked',
      Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(MIB), Buffer.from('\r\n')]),
    ],
  ] as const) {
    it(`answers 413 to a body that is too large, ${framing}, though the client goes on sending`, async () => {
      const listener = await open({ maxBodyBytes: MIB, lingerMs: 300 });
      const before = process.memoryUsage().arrayBuffers;
      const answer = await pump(come(listener), `POST / HTTP/1.1\r\nHost: a\r\n${head}\r\n\r\n`, piece, 1024);
      assert.match(answer, /^HTTP\/1\.1 413 /);
      assert.ok(process.memoryUsage().arrayBuffers - before < 64 * MIB);
      assert.deepEqual(refused, [{ kind: 'body-too-large', about: 'POST /' }]);
      await serves(listener);
    });
  }

  it('answers 413 to a small body that would become a large one', async () => {
    const listener = await open({ lingerMs: 300 });
    const bomb = gzipSync(gzipSync(Buffer.alloc(200 * MIB)));
    const head = `POST / HTTP/1.1\r\nHost: a\r\nContent-Encoding: gzip, gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`;
    assert.match(await say(listener, Buffer.concat([Buffer.from(head), bomb])), /^HTTP\/1\.1 413 /);
    await serves(listener);
  });

  it('answers 503 when all bodies together are too much, and takes the others', async () => {
    const listener = await open({ maxHeldBytes: MIB, lingerMs: 300 });
    const part = Buffer.alloc(0.4 * MIB);
    const head = `POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${2 * part.length}\r\n\r\n`;
    const patient = come(listener);
    patient.socket.write(head);
    patient.socket.write(part);
    const greedy = [come(listener), come(listener)];
    for (const { socket } of greedy) {
      socket.write(head);
      socket.write(part);
    }
    assert.match(await Promise.race(greedy.map((client) => client.told)), /^HTTP\/1\.1 503 /);
    assert.equal(kinds()[0], 'too-many-bodies');
    for (const { socket } of greedy) socket.destroy();
    await serves(listener);
    patient.socket.write(part);
    assert.match(await patient.told, /^HTTP\/1\.1 200 /);
  });

  it('answers 431 to a head that is too long', async () => {
    const listener = await open({});
    assert.match(
      await say(listener, `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`),
      /^HTTP\/1\.1 431 /,
    );
    assert.match(await say(listener, `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`), /^HTTP\/1\.1 431 /);
    assert.deepEqual(kinds(), ['head-too-large', 'head-too-large']);
    await serves(listener);
  });

  it('answers 408 to a head and to a body that come byte by byte', async () => {
    const listener = await open({ headMs: 500, requestMs: 1_000 });
    const told = await Promise.all([
      drip(come(listener), 'GET / HTTP/1.1\r\nHost: a\r\nX: '),
      drip(come(listener), 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n'),
    ]);
    for (const answer of told) assert.match(answer, /^HTTP\/1\.1 408 /);
    assert.deepEqual(kinds(), ['too-slow', 'too-slow']);
    await serves(listener);
  });

  for (const [what, bytes] of [
    ['noise', Buffer.concat([Buffer.from([0x80, 0xff]), randomBytes(5_000)])],
    ['a TLS handshake', Buffer.from('16030100a5010000a10303', 'hex')],
    ['a lone line feed and text', '\nHELLO WORLD\r\n\r\n'],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
    ['a length that is none', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n'],
    ['length and chunks', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n'],
    ['a request of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ] as const) {
    it(`answers 400 to ${what}`, async () => {
      const listener = await open({});
      assert.match(await say(listener, bytes), /^HTTP\/1\.1 400 /);
      assert.deepEqual(kinds(), ['no-request']);
      await serves(listener);
    });
  }

  it('ends a connection of HTTP/0.9, which has no head to wait for', async () => {
    const listener = await open({ headMs: 500 });
    assert.match(await say(listener, 'GET /\r\n'), /^HTTP\/1\.1 4(00|08) /);
    await serves(listener);
  });

  it('ends a connection whose client does not take its reply', async () => {
    const body = Buffer.alloc(64 * MIB);
    const listener = await open({ idleMs: 500 }, {}, ({ url }) => ({
      response: { ...OK, body: url.endsWith('/large') ? body : OK.body },
    }));
    const { socket, told } = come(listener);
    socket.pause();
    socket.write('GET /large HTTP/1.1\r\nHost: a\r\n\r\n');
    await serves(listener);
    setTimeout(() => socket.resume(), 1_500);
    assert.ok((await told).length < body.length);
  });

  it('ends a connection that never begins its TLS handshake', async () => {
    const tls = await (await makeAuthority()).issue({ ip: ['127.0.0.1'] });
    for (const plainHttp of ['close', 'answer'] as const) {
      const listener = await open({ headMs: 300 }, { tls: { ...tls, plainHttp } });
      assert.equal(await come(listener).told, '');
    }
    assert.deepEqual(kinds(), ['too-slow']);
  });
});
