import assert from 'node:assert/strict';
import type { Received } from '../http/receiving.ts';
import type { HttpRequest } from '../model/exchange.ts';
import { Reception } from './reception.ts';

const request = (): HttpRequest => ({ method: 'GET', url: 'http://127.0.0.1/', headers: [], body: new Uint8Array() });
const received = (of: HttpRequest, bytes = 0): Received => ({
  outcome: 'response',
  startedAt: '2026-03-02T09:15:00.000Z',
  timings: { totalMs: 1 },
  request: of,
  requestWire: new Uint8Array(bytes),
});
const times = <Result>(count: number, act: () => Result): readonly Result[] => Array.from({ length: count }, act);

describe('where the requests of a client come in', () => {
  let reception: Reception;
  const next = (until: Promise<unknown> = Promise.resolve(), atLast: Promise<unknown> = new Promise(() => {})) =>
    reception.next(until, atLast, new AbortController().signal);
  beforeEach(() => {
    reception = new Reception();
  });

  it('is full after so many requests, until the next case begins', () => {
    const kept = times(600, () => reception.came(request())).filter((claim) => claim !== 'too-many');
    assert.equal(kept.length, 200);
    reception.claimBy();
    assert.notEqual(reception.came(request()), 'too-many');
  });

  it('is full after so many bytes', () => {
    const come = () => {
      const one = request();
      const claim = reception.came(one);
      reception.over(received(one, 1024 * 1024));
      return claim;
    };
    assert.equal(times(100, come).indexOf('too-many'), 32);
  });

  it('still takes what the case cannot go on without', () => {
    reception.claimBy(({ method }, isFull) => (method === 'GET' ? (isFull ? undefined : {}) : { needed: true }));
    times(600, () => reception.came(request()));
    assert.deepEqual(reception.came({ ...request(), method: 'POST' }), { needed: true });
    assert.equal(reception.came(request()), 'too-many');
  });

  it('gives what was kept and nothing of what was turned away', async () => {
    const [first, ...others] = times(201, request);
    for (const one of [first ?? assert.fail(), ...others]) {
      reception.came(one);
      reception.over(received(one));
    }
    let given = 0;
    while ((await next()) !== undefined) given += 1;
    assert.equal(given, 200);
  });

  it('waits for what is under way when it is time, and for no request that was dropped', async () => {
    const [late, dropped] = [request(), request()];
    for (const one of [late, dropped]) reception.came(one);
    const first = next();
    setImmediate(() => reception.over(received(late)));
    assert.equal((await first)?.received.request, late);
    const second = next();
    setImmediate(() => reception.dropped(dropped));
    assert.equal(await second, undefined);
    assert.deepEqual(reception.giveUp(), []);
  });

  it('waits for nothing at last, and wants no more of what was given up', async () => {
    const silent = request();
    reception.claimBy(() => ({ step: 'one' }));
    reception.came(silent);
    assert.equal(await next(Promise.resolve(), Promise.resolve()), undefined);
    assert.deepEqual(reception.giveUp(), [{ step: 'one', request: silent }]);
    reception.over(received(silent));
    assert.equal(await next(), undefined);
  });
});
