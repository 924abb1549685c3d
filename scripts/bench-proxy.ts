// What the proxy adds to an exchange over loopback: the same request to a server, straight and through `assay proxy` as it runs (its requests
// claimed for steps, redacted, written to the evidence and the journal), in rounds. Medians: of exchanges with a breath between them, which is
// what a client waits for, and of exchanges at once after each other, which also wait for the writing of the one before. It fails when the
// first is 1 ms or more.
//
//   npm run bench:proxy      (builds first)
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { Agent, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import axios from 'axios';
import { testContext } from '../fixtures/cli/test-context.ts';
import { run } from '../src/cli/commands/run.ts';
import type { DriveOutcome, DriveRequest } from '../src/run/reception.ts';

const TARGET_MS = 1;
/** Longer than it takes to write an exchange. */
const BREATH_MS = 4;
/** Fewer than a case keeps of what it does not await. */
const ROUNDS_A_CASE = 90;
const BODY = Buffer.from(
  JSON.stringify({ resourceType: 'Bundle', type: 'searchset', total: 0, text: 'x'.repeat(4_000) }),
);

const folder = await mkdtemp(join(tmpdir(), 'assay-bench-proxy-'));
const provider = createServer((_, response) => {
  response.writeHead(200, { 'Content-Type': 'application/fhir+json', 'Content-Length': BODY.length }).end(BODY);
});
await new Promise<void>((ready) => provider.listen(0, '127.0.0.1', ready));
const straight = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;

const httpAgent = new Agent({ keepAlive: true });
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const headers = {
  Accept: 'application/fhir+json',
  Authorization: `Bearer ${part({ alg: 'none', typ: 'JWT' })}.${part({ iss: 'https://consumer.example', sub: 'desk-7' })}.`,
};
async function took(url: string): Promise<number> {
  const start = performance.now();
  await axios.get(`${url}/Slot?start=ge2026-03-02&status=free`, { httpAgent, headers, responseType: 'arraybuffer' });
  return performance.now() - start;
}

const times = { straight: [] as number[], through: [] as number[], atOnce: [] as number[] };
async function drive({ baseUrl }: DriveRequest): Promise<DriveOutcome> {
  for (const [url, into] of [
    [straight, times.straight],
    [baseUrl, times.through],
  ] as const) {
    for (let n = 0; n < ROUNDS_A_CASE; n += 1) {
      into.push(await took(url));
      await delay(BREATH_MS);
    }
  }
  for (let n = 0; n < ROUNDS_A_CASE; n += 1) times.atOnce.push(await took(baseUrl));
  return { way: 'in-process', exitCode: 0, output: '' };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

try {
  let said = '';
  const err = (text: string): void => {
    said += text;
  };
  await run(
    'suites/uec-booking',
    {
      role: 'client',
      proxy: true,
      target: straight,
      filter: ['CR-0'],
      tag: [],
      set: ['service=1000000001'],
      package: [],
      workers: 1,
      deadline: 10_000,
      evidence: folder,
      defect: [],
      unattended: true,
      drive,
    },
    testContext({ cwd: process.cwd(), env: { XDG_CONFIG_HOME: folder }, err }),
  );
  const journals = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('journal.jsonl'));
  const journal = await readFile(join(folder, journals[0] ?? ''), 'utf8').catch(() => '');
  const recorded = journal.split('"exchange-recorded"').length - 1;
  const rounds = times.through.length + times.atOnce.length;
  if (rounds === 0 || recorded !== rounds) throw new Error(`${recorded} of ${rounds} exchanges were recorded\n${said}`);

  const added = median(times.through) - median(times.straight);
  const met = added < TARGET_MS;
  console.table([
    { figure: `straight, ${times.straight.length} exchanges`, value: `${median(times.straight).toFixed(2)} ms` },
    { figure: 'through the proxy, claimed and recorded', value: `${median(times.through).toFixed(2)} ms` },
    { figure: 'the same, at once after each other', value: `${median(times.atOnce).toFixed(2)} ms` },
    {
      figure: 'added to an exchange',
      value: `${added.toFixed(2)} ms`,
      target: `< ${TARGET_MS} ms`,
      met: met ? 'yes' : 'NO',
    },
  ]);
  if (!met) process.exitCode = 1;
} finally {
  httpAgent.destroy();
  provider.closeAllConnections();
  provider.close();
  await rm(folder, { recursive: true });
}
