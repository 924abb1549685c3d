import { deepEqual, equal } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type Listener, listen } from '../http/listen.ts';
import { type Sent, send } from '../http/send.ts';
import type { HttpRequest } from '../model/exchange.ts';
import { createSimulator, type Simulator } from './simulator.ts';
import { DEFINITION, NOW, Provider, VALIDATOR } from './test-provider.test.ts';

/** A provider of which the requests are composed but not answered here. */
function composed(baseUrl: string, compose: (provider: Provider) => void): readonly HttpRequest[] {
  const requests: HttpRequest[] = [];
  const provider = new Provider([], DEFINITION, baseUrl);
  compose(
    new Provider([], DEFINITION, baseUrl, {
      handle: (request) => {
        requests.push(request);
        return provider.simulator.handle(request);
      },
    }),
  );
  return requests;
}

describe('the reference provider on a socket', () => {
  let listener: Listener;
  let simulator: Simulator;

  const ask = (request: HttpRequest): Promise<Sent> =>
    send(request, { deadlineMs: 5_000, now: () => NOW.toISOString() });

  async function start(defects: readonly string[] = []): Promise<void> {
    listener = await listen((request) => simulator.handle(request), { port: 0 });
    simulator = createSimulator(DEFINITION, {
      baseUrl: listener.url,
      defects,
      validator: VALIDATOR,
      now: () => NOW,
      ids: randomUUID,
    });
  }

  afterEach(() => listener.close());

  it('describes itself', async () => {
    await start();
    const { response } = await ask({
      method: 'GET',
      url: `${listener.url}/metadata`,
      headers: [],
      body: new Uint8Array(),
    });
    equal(response?.status, 200);
    equal(JSON.parse(Buffer.from(response?.body ?? '').toString('utf8')).implementation.url, listener.url);
  });

  it('books a slot for one of many who ask at once', async () => {
    await start();
    const bookings = composed(listener.url, (provider) => {
      const slot = provider.freeSlot();
      for (let count = 0; count < 20; count += 1) provider.book({ slot });
    }).filter(({ method }) => method === 'POST');
    const answers = await Promise.all(bookings.map(ask));
    const statuses = answers.map(({ response }) => response?.status).sort();
    deepEqual(statuses, [201, ...Array.from({ length: 19 }, () => 422)]);
  });

  it('drops the connection when that is its defect', async () => {
    await start(['drops-connection']);
    const [, booking] = composed(listener.url, (provider) => provider.book());
    if (booking === undefined) throw new Error('No booking was composed');
    equal((await ask(booking)).outcome, 'reset');
  });
});
