// What the proxy adds to an exchange over loopback: the same request to a server, straight and through the proxy, in turn, in one process
// each. Median of all rounds.
//
//   npm run bench:proxy      (builds first)
import { Agent, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import axios from 'axios';
import { forwarding } from '../src/http/forward.ts';
import { listenDealing } from '../src/http/listen.ts';

const EXCHANGES = 2_000;
const BODY = Buffer.from(
  JSON.stringify({ resourceType: 'Bundle', type: 'searchset', total: 0, text: 'x'.repeat(4_000) }),
);

const provider = createServer((_, response) => {
  response.writeHead(200, { 'Content-Type': 'application/fhir+json', 'Content-Length': BODY.length }).end(BODY);
});
await new Promise<void>((ready) => provider.listen(0, '127.0.0.1', ready));
const straight = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
let recorded = 0;
const proxy = await listenDealing(forwarding({ target: straight, onRequest: () => undefined }), {
  port: 0,
  onExchange: () => {
    recorded += 1;
  },
});

const httpAgent = new Agent({ keepAlive: true });
async function took(url: string): Promise<number> {
  const start = performance.now();
  await axios.get(`${url}/Slot`, { httpAgent, responseType: 'arraybuffer' });
  return performance.now() - start;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const times = { straight: [] as number[], through: [] as number[] };
for (let n = 0; n < EXCHANGES; n += 1) {
  times.straight.push(await took(straight));
  times.through.push(await took(proxy.url));
}
const added = median(times.through) - median(times.straight);
console.table([
  { figure: 'straight', value: `${median(times.straight).toFixed(2)} ms` },
  { figure: 'through the proxy, recorded', value: `${median(times.through).toFixed(2)} ms` },
  { figure: 'added', value: `${added.toFixed(2)} ms`, target: '< 1 ms', met: added < 1 ? 'yes' : 'NO' },
]);
if (recorded < EXCHANGES) throw new Error(`Only ${recorded} exchanges were recorded`);
httpAgent.destroy();
await proxy.close();
provider.close();
