import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { fieldValues } from '../message/wire-head.ts';
import type { HttpRequest, HttpResponse } from '../model/exchange.ts';
import { HarnessError } from '../model/harness-error.ts';
import { type Authority, makeAuthority } from './authority.ts';
import { type Handler, type Listener, type ListenOptions, listen } from './listen.ts';
import type { Fault } from './reply.ts';
import { type SendOptions, type Sent, send } from './send.ts';

const OPTIONS: SendOptions = { deadlineMs: 5000, now: () => '2026-01-02T03:04:05.678Z' };
const OK: HttpResponse = { status: 200, reason: 'OK', headers: [], body: Buffer.from('0123456789') };
const textOf = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? '').toString('latin1');

describe('listen', () => {
  const listeners: Listener[] = [];
  afterEach(async () => {
    await Promise.all(listeners.splice(0).map((listener) => listener.close()));
  });

  async function open(handler: Handler, options: Partial<ListenOptions> = {}): Promise<Listener> {
    const listener = await listen(handler, { port: 0, ...options });
    listeners.push(listener);
    return listener;
  }

  const ask = (url: string, given: Partial<HttpRequest> = {}, options: Partial<SendOptions> = {}): Promise<Sent> =>
    send({ method: 'GET', url, headers: [], body: new Uint8Array(), ...given }, { ...OPTIONS, ...options });

  /** Everything a server says to these bytes until it closes the connection. */
  const say = (port: number, bytes: string | Uint8Array): Promise<string> =>
    new Promise((resolve) => {
      let answer = '';
      const socket: Socket = connect(port, '127.0.0.1', () => socket.write(bytes));
      socket.on('data', (chunk) => {
        answer += chunk.toString('latin1');
      });
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(answer));
    });

  /** What a connection brings in answer to a request, and with which fault it ends. */
  const endOf = (socket: Socket): Promise<{ readonly answer: string; readonly code: string | undefined }> =>
    new Promise((resolve) => {
      let answer = '';
      let code: string | undefined;
      socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
      socket.on('data', (chunk) => {
        answer += chunk.toString('latin1');
      });
      socket.on('error', (error: NodeJS.ErrnoException) => {
        code = error.code;
      });
      socket.on('close', () => resolve({ answer, code }));
    });

  it('hands over the request as it was sent', async () => {
    const requests: HttpRequest[] = [];
    const { url } = await open((request) => {
      requests.push(request);
      return { response: OK };
    });
    const headers = [
      ['X-b', '1'],
      ['x-B', '2'],
      ['Content-Encoding', 'gzip'],
    ] as const;
    const body = gzipSync(Buffer.from([0, 255, 10]));
    await ask(`${url}/a/../b?c=d`, { method: 'PATCH', headers, body });
    const [request] = requests;
    assert.deepEqual([request?.method, request?.url], ['PATCH', `${url}/a/../b?c=d`]);
    assert.deepEqual(request?.headers.slice(1, 4), headers);
    assert.deepEqual(request?.body, Buffer.from([0, 255, 10]));
  });

  it('tells of a request that was handled and to which the reply could not be sent', async () => {
    const dropped: HttpRequest[] = [];
    const received: unknown[] = [];
    const { url } = await open(() => ({ response: { ...OK, status: 99 } }), {
      onDropped: (request) => dropped.push(request),
      onExchange: (exchange) => received.push(exchange),
    });
    assert.equal((await ask(`${url}/a`)).response?.status, 500);
    assert.deepEqual([dropped.map((request) => request.url), received], [[`${url}/a`], []]);
  });

  it('sends the reply with its headers in order and spelling, Date and length added', async () => {
    const headers = [
      ['eTag', 'W/"1"'],
      ['Set-Cookie', 'a'],
      ['SET-COOKIE', 'b'],
    ] as const;
    const { url } = await open(() => ({ response: { ...OK, status: 299, reason: 'Quite OK', headers } }));
    const sent = await ask(url);
    assert.match(
      textOf(sent.responseWire),
      /^HTTP\/1\.1 299 Quite OK\r\neTag: W\/"1"\r\nSet-Cookie: a\r\nSET-COOKIE: b\r\nContent-Length: 10\r\nDate: .* GMT\r\n[\s\S]*\r\n\r\n0123456789$/,
    );
  });

  it('answers HEAD, 204 and 304 without a body', async () => {
    const { url } = await open(({ url }) => ({ response: { ...OK, status: Number(url.slice(-3)) } }));
    assert.equal((await ask(`${url}/200`, { method: 'HEAD' })).response?.body.length, 0);
    for (const status of [204, 304]) {
      const sent = await ask(`${url}/${status}`);
      assert.deepEqual([sent.outcome, sent.response?.status], ['response', status]);
      assert.doesNotMatch(textOf(sent.responseWire), /Content-Length/);
    }
  });

  it('goes wrong as it is told to', async () => {
    let fault: Fault = {};
    const { url } = await open(() => ({ response: OK, fault }));
    const outcomeWith = async (given: Fault, deadlineMs = 5000) => {
      fault = given;
      const sent = await ask(url, {}, { deadlineMs });
      return [sent.outcome, textOf(sent.responseWire).split('\r\n\r\n')[1]];
    };
    assert.deepEqual(await outcomeWith({}), ['response', '0123456789']);
    assert.deepEqual(await outcomeWith({ delayMs: 20 }), ['response', '0123456789']);
    assert.deepEqual(await outcomeWith({ slowBodyMs: 20 }), ['response', '0123456789']);
    assert.deepEqual(await outcomeWith({ ending: { at: 'before-headers', by: 'close' } }), ['reset', undefined]);
    assert.deepEqual(await outcomeWith({ ending: { at: 'after-headers', by: 'close' } }), ['truncated', '']);
    assert.deepEqual(await outcomeWith({ ending: { at: 'mid-body', by: 'close' } }), ['truncated', '01234']);
    assert.deepEqual(await outcomeWith({ lengthErrorBytes: 3 }, 500), ['deadline', '0123456789']);
    assert.deepEqual(await outcomeWith({ lengthErrorBytes: -3 }), ['malformed', '0123456789']);
    assert.deepEqual(await outcomeWith({ isSilent: true }, 50), ['deadline', undefined]);
    assert.deepEqual(await outcomeWith({ delayMs: 60_000 }, 50), ['deadline', undefined]);
    const [outcome, part = ''] = await outcomeWith({ slowBodyMs: 60_000 }, 50);
    assert.ok(outcome === 'deadline' && part.length < 10);
  });

  for (const scheme of ['http', 'https'] as const) {
    it(`closes or resets a connection of ${scheme} where it is told to`, async () => {
      const issued = scheme === 'https' ? await (await makeAuthority()).issue({ ip: ['127.0.0.1'] }) : undefined;
      let ending: Fault['ending'];
      const { port } = await open(
        () => ({ response: OK, fault: ending === undefined ? {} : { ending } }),
        issued && { tls: issued },
      );
      const come = (): Socket =>
        issued === undefined
          ? connect(port, '127.0.0.1')
          : connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });
      const heard = { 'before-headers': /^$/, 'after-headers': /\r\n\r\n$/, 'mid-body': /\r\n\r\n01234$/ };
      for (const [at, text] of Object.entries(heard) as [keyof typeof heard, RegExp][]) {
        for (const [by, fault] of [
          ['close', undefined],
          ['reset', 'ECONNRESET'],
        ] as const) {
          ending = { at, by };
          const { answer, code } = await endOf(come());
          assert.equal(code, fault, `${at}, ${by}`);
          assert.match(answer, text);
        }
      }
    });
  }

  it('refuses what breaks a limit, a coding or HTTP, before the handler sees it', async () => {
    let calls = 0;
    const limits = { maxHeadBytes: 4096, maxBodyBytes: 1000 };
    const { url, port } = await open(
      () => {
        calls += 1;
        return { response: OK };
      },
      { limits },
    );
    const statusOf = async (given: Partial<HttpRequest>) =>
      (await ask(url, { method: 'POST', ...given })).response?.status;
    const coded = (coding: string) => ({
      headers: [['Content-Encoding', coding]] as const,
      body: Buffer.from('plain'),
    });
    assert.equal(await statusOf({ body: Buffer.alloc(1001) }), 413);
    assert.equal(
      await statusOf({ body: gzipSync(Buffer.alloc(1024 * 1024 * 1.5)), ...{ headers: coded('gzip, gzip').headers } }),
      413,
    );
    assert.equal(await statusOf(coded('zstd')), 415);
    assert.equal(await statusOf(coded('gzip')), 400);
    assert.equal(await statusOf({ headers: [['X', 'y'.repeat(5000)]] }), 431);
    assert.match(await say(port, 'NONSENSE\r\n\r\n'), /^HTTP\/1\.1 400 /);
    assert.match(
      await say(port, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n'),
      /^HTTP\/1\.1 400 /,
    );
    assert.equal(calls, 0);
    assert.equal(await statusOf({ body: Buffer.alloc(1000) }), 200);
    assert.equal(calls, 1);
  });

  it('has what it refuses refused in the words of whoever serves, and closes the connection all the same', async () => {
    const { url } = await open(() => ({ response: OK }), {
      limits: { maxHeadBytes: 4096, maxBodyBytes: 1000 },
      refuse: ({ method, body }, status) =>
        status === 415
          ? undefined
          : { response: { ...OK, status, body: Buffer.from(`${method} ${body.length} ${status}`) } },
    });
    const refusalOf = async (given: Partial<HttpRequest>) => {
      const { response } = await ask(url, { method: 'POST', ...given });
      const { status, headers = [], body = new Uint8Array() } = response ?? {};
      return [status, fieldValues(headers, 'Connection'), Buffer.from(body).toString()];
    };
    const coded = (coding: string) => ({ headers: [['Content-Encoding', coding]] as const, body: Buffer.from('x') });
    assert.deepEqual(await refusalOf({ body: Buffer.alloc(1001) }), [413, ['close'], 'POST 0 413']);
    assert.deepEqual(await refusalOf(coded('gzip')), [400, ['close'], 'POST 0 400']);
    assert.deepEqual(await refusalOf(coded('zstd')), [415, ['close'], '']);
  });

  it('answers 500 when the handler throws or its reply cannot be sent, says so, and goes on', async () => {
    const crashes: unknown[] = [];
    const fault = new Error('broken rule');
    const { url } = await open(
      ({ method }) => {
        if (method === 'POST') throw fault;
        return { response: method === 'PUT' ? { ...OK, headers: [['A', 'b\nc']] } : OK };
      },
      { onCrash: (cause) => crashes.push(cause) },
    );
    assert.equal((await ask(url, { method: 'POST' })).response?.status, 500);
    assert.deepEqual(crashes, [fault]);
    assert.equal((await ask(url, { method: 'PUT' })).response?.status, 500);
    assert.equal(crashes.length, 2);
    assert.equal((await ask(url)).response?.status, 200);
  });

  it('survives clients that leave at any point', async () => {
    const { url, port } = await open(async () => ({
      response: { ...OK, body: Buffer.alloc(1_000_000) },
      fault: { delayMs: 5 },
    }));
    for (const part of [
      '',
      'GET',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc',
      'GET / HTTP/1.1\r\nHost: a\r\n\r\n',
    ]) {
      await new Promise<void>((resolve) => {
        const socket = connect(port, '127.0.0.1', () =>
          socket.write(part, () => setTimeout(() => socket.resetAndDestroy(), 10)),
        );
        socket.on('error', () => undefined);
        socket.on('close', () => resolve());
      });
    }
    assert.equal((await ask(url)).outcome, 'response');
  });

  it('names a port that is in use, and an address that is not ours', async () => {
    const { port } = await open(() => ({ response: OK }));
    const code = (expected: string) => (error: unknown) =>
      error instanceof HarnessError && error.diagnostic.code === expected;
    await assert.rejects(
      open(() => ({ response: OK }), { port }),
      code('PORT_IN_USE'),
    );
    await assert.rejects(
      open(() => ({ response: OK }), { host: '192.0.2.1' }),
      code('CONFIG_INVALID'),
    );
  });

  it('closes at once, whatever is under way, and frees the port', async () => {
    const { url, port, close } = await listen(() => ({ response: OK, fault: { delayMs: 60_000 } }), { port: 0 });
    const waiting = ask(url);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await close();
    assert.equal((await waiting).outcome, 'reset');
    assert.equal((await ask(url)).outcome, 'refused');
    await open(() => ({ response: OK }), { port });
  });

  describe('over TLS', () => {
    let authority: Authority;
    before(async () => {
      authority = await makeAuthority();
    });

    it('serves https, and asks for client certificates when told to', async () => {
      const tls = await authority.issue({ ip: ['127.0.0.1'] });
      const trusting = { ca: authority.ca };
      const handler: Handler = ({ url }) => ({ response: { ...OK, body: Buffer.from(url) } });
      const usual = await open(handler, { tls });
      assert.equal(textOf((await ask(`${usual.url}/a`, {}, { tls: trusting })).response?.body), `${usual.url}/a`);

      const mutual = await open(handler, { tls: { ...tls, clients: { authorities: authority.ca } } });
      assert.equal((await ask(mutual.url, {}, { tls: trusting })).outcome, 'reset');
      const known = { ...trusting, ...(await authority.issue({ commonName: 'Client' })) };
      assert.equal((await ask(mutual.url, {}, { tls: known })).outcome, 'response');
    });
  });
});
