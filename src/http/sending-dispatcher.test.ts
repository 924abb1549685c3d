import assert from 'node:assert/strict';
import type { Dispatcher } from 'undici';
import type { HttpResponse } from '../model/exchange.ts';
import { sendingDispatcher } from './sending-dispatcher.ts';

const RESPONSE: HttpResponse = {
  status: 200,
  reason: 'OK',
  headers: [
    ['Content-Type', 'text/plain'],
    ['Content-Encoding', 'gzip'],
    ['X-a', '1'],
    ['x-A', '2'],
  ],
  body: Buffer.from('plain'),
};

/** What a handler of the newer or the older family of callbacks is told. */
function told(family: 'new' | 'old', response: HttpResponse | undefined): Promise<readonly unknown[]> {
  return new Promise((resolve) => {
    const calls: unknown[] = [];
    const end = (...call: unknown[]) => resolve([...calls, ...call]);
    const handler: Dispatcher.DispatchHandler =
      family === 'new'
        ? {
            onRequestStart: () => calls.push('start'),
            onResponseStart: (_, ...start) => calls.push(start),
            onResponseData: (_, chunk) => calls.push(String(chunk)),
            onResponseEnd: () => end('end'),
            onResponseError: (_, error) => end(error instanceof Error),
          }
        : {
            onConnect: () => calls.push('start'),
            onHeaders: (status, headers, _, reason) => calls.push([status, headers.map(String), reason]) > 0,
            onData: (chunk) => calls.push(String(chunk)) > 0,
            onComplete: () => end('end'),
            onError: (error) => end(error instanceof Error),
          };
    const dispatcher = sendingDispatcher(async ({ method, url }) => {
      calls.push(`${method} ${url}`);
      return response;
    });
    dispatcher.dispatch({ origin: 'http://a.invalid', path: '/b?c', method: 'GET' }, handler);
  });
}

describe('sendingDispatcher', () => {
  it('tells the newer callbacks of a response, decoded', async () => {
    const headers = { 'content-type': ['text/plain'], 'x-a': ['1', '2'] };
    assert.deepEqual(await told('new', RESPONSE), [
      'GET http://a.invalid/b?c',
      'start',
      [200, headers, 'OK'],
      'plain',
      'end',
    ]);
  });

  it('tells the older callbacks of a response, decoded', async () => {
    const headers = ['Content-Type', 'text/plain', 'X-a', '1', 'x-A', '2'];
    assert.deepEqual(await told('old', RESPONSE), [
      'GET http://a.invalid/b?c',
      'start',
      [200, headers, 'OK'],
      'plain',
      'end',
    ]);
  });

  it('tells both that there was no response', async () => {
    assert.deepEqual(await told('new', undefined), ['GET http://a.invalid/b?c', true]);
    assert.deepEqual(await told('old', undefined), ['GET http://a.invalid/b?c', true]);
  });
});
