// Lets clients that mean it no good loose on a run that tests another client, in their full number and size, and prints what became of
// them and how much memory the run took. Then the client comes that is tested. It fails when the memory is 300 MB or more, when somebody
// else is not answered after a flood, when the client under test does not pass, and when the journal does not say who was turned away.
//
//   npm run bench:flood [-- TEXT]     (builds first; only floods whose name has the text)
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { RunResult } from '../src/model/result.ts';

const MEMORY_LIMIT_MB = 300;
const MIB = 1024 * 1024;
const WAVE = 250;

const folder = await mkdtemp(join(tmpdir(), 'assay-flood-'));
const ASSAY = 'dist/cli/main.js';
const argv = ['run', '--role', 'client', '--filter', 'CB-01', '--within', '60m', '--evidence', folder];
const server = spawn(process.execPath, [ASSAY, ...argv], { stdio: ['ignore', 'ignore', 'pipe'] });
const ended = once(server, 'exit') as Promise<[number | null]>;
const lines = createInterface({ input: server.stderr });
const url = await new Promise<string>((found, failed) => {
  lines.once('close', () => failed(new Error('The run ended before a client could come')));
  lines.on('line', (line) => {
    const [address] = /http:\/\/\S+$/.exec(line) ?? [];
    if (address !== undefined) found(address);
  });
});
const { port, host } = new URL(url);

/** Nothing, once it has ended. */
function memoryMb(): number {
  if (server.exitCode !== null) return 0;
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(server.pid)], { encoding: 'utf8' })) / 1024;
}
let peakMb = memoryMb();
const watching = setInterval(() => {
  peakMb = Math.max(peakMb, memoryMb());
}, 100);

interface Client {
  readonly socket: Socket;
  /** The status that it was told, or how its connection ended without any. */
  readonly ended: Promise<string>;
}

function come(): Client {
  const socket = connect(Number(port), '127.0.0.1');
  let told = '';
  let fault = 'closed';
  socket.on('data', (bytes) => {
    if (told.length < 100) told += bytes.toString('latin1');
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    fault = error.code ?? error.name;
  });
  const end = (): string => /^HTTP\/1\.1 (\d+)/.exec(told)?.[1] ?? fault;
  return { socket, ended: new Promise((ended) => socket.once('close', () => ended(end()))) };
}

const head = (bytes: number): string =>
  `POST /Appointment HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${bytes}\r\n\r\n`;

/** Many clients that each say something and then wait for the end; as many come at a time as a system lets queue. */
async function many(count: number, said: string | (() => Uint8Array)): Promise<readonly string[]> {
  const clients: Client[] = [];
  while (clients.length < count) {
    const wave = Array.from({ length: Math.min(WAVE, count - clients.length) }, come);
    clients.push(...wave);
    await Promise.all(
      wave.map(({ socket, ended }) => Promise.race([once(socket, 'connect'), ended]).catch(() => undefined)),
    );
    for (const { socket } of wave) if (said !== '') socket.write(typeof said === 'string' ? said : said());
  }
  return Promise.all(clients.map(({ ended }) => ended));
}

async function pump(bytes: number): Promise<readonly string[]> {
  const { socket, ended } = come();
  const piece = Buffer.alloc(MIB);
  socket.write(head(bytes));
  for (let sent = 0; sent < bytes && !socket.destroyed; sent += piece.length) {
    if (!socket.write(piece)) await Promise.race([once(socket, 'drain'), ended]).catch(() => undefined);
  }
  return [await ended];
}

function drip(count: number, said: string): Promise<readonly string[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const { socket, ended } = come();
      socket.write(said);
      const beat = setInterval(() => socket.write('a'), 1_000);
      return ended.finally(() => clearInterval(beat));
    }),
  );
}

/** Clients that ask for much and take nothing; after a while they leave. */
function deaf(count: number): Promise<readonly string[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const { socket, ended } = come();
      socket.pause();
      socket.write(`GET /metadata HTTP/1.1\r\nHost: ${host}\r\nAccept: application/fhir+json\r\n\r\n`.repeat(200));
      setTimeout(() => socket.destroy(), 10_000);
      return ended;
    }),
  );
}

const FLOODS: readonly (readonly [what: string, flood: () => Promise<readonly string[]>])[] = [
  ['10,000 connections that say nothing', () => many(10_000, '')],
  [
    '10,000 requests at once',
    () => many(10_000, `GET /metadata HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
  ],
  ['a body of 1 GB', () => pump(1024 * MIB)],
  [
    '400 bodies of 9 MB that stop before their end',
    () => many(400, () => Buffer.concat([Buffer.from(head(9 * MIB)), Buffer.alloc(8 * MIB)])),
  ],
  ['100 heads, a byte a second', () => drip(100, `GET / HTTP/1.1\r\nHost: ${host}\r\nX: `)],
  ['100 bodies, a byte a second', () => drip(100, head(100_000))],
  ['1,000 clients that talk noise', () => many(1_000, () => randomBytes(10_000))],
  ['100 requests of HTTP/0.9', () => many(100, 'GET /metadata\r\n')],
  ['200 clients that take no replies', () => deaf(200)],
];

/** How long until somebody else is answered, were it that nothing more is kept; undefined when nobody is within a minute. */
async function answeredAfterMs(): Promise<number | undefined> {
  const began = performance.now();
  while (performance.now() - began < 60_000) {
    const response = await fetch(`${url}/metadata`, { headers: { Connection: 'close' } }).catch(() => undefined);
    if (response?.status === 200 || response?.status === 503) return performance.now() - began;
  }
  return undefined;
}

let isSound = true;
console.log(`At rest the run takes ${peakMb.toFixed(0)} MB.`);
const [, , chosen = ''] = process.argv;
for (const [what, flood] of FLOODS.filter(([name]) => name.includes(chosen))) {
  const began = performance.now();
  const ends = await flood();
  const overMs = performance.now() - began;
  const served = await answeredAfterMs();
  isSound &&= served !== undefined && peakMb < MEMORY_LIMIT_MB;
  const counts = [...new Set(ends)].map((end) => `${ends.filter((one) => one === end).length} × ${end}`).join(', ');
  const others = served === undefined ? 'nobody else is answered' : `another is answered after ${served.toFixed(0)} ms`;
  console.log(
    `${what}: ${counts}, over in ${(overMs / 1000).toFixed(1)} s; ${others}; peak so far ${peakMb.toFixed(0)} MB`,
  );
}

const given = { ...process.env, ASSAY_BASE_URL: url, ASSAY_DO: 'book', ASSAY_WITH: '{"service":"1000000001"}' };
const client = spawn(process.execPath, [ASSAY, 'client'], { env: given, stdio: 'inherit' });
await once(client, 'exit');
const [exitCode] = await ended;
clearInterval(watching);
const [run = ''] = (await readdir(folder, { withFileTypes: true })).flatMap((one) =>
  one.isDirectory() ? one.name : [],
);
const results = await readFile(join(folder, run, 'results.json'), 'utf8');
const { refused, cases } = JSON.parse(results) as RunResult;
const kept = cases.flatMap(({ unexpected = [] }) => unexpected).length;
const journal = await readFile(join(folder, run, 'journal.jsonl'));
console.log(
  `The run ended with ${exitCode}; ${kept} requests that nobody awaited were kept; peak ${peakMb.toFixed(0)} MB.`,
);
console.log(`The journal takes ${(journal.length / 1024).toFixed(0)} KB, and says who was turned away:`);
console.table(refused.map(({ kind, times, first }) => ({ kind, times, told: first.length })));
await rm(folder, { recursive: true });
isSound &&= exitCode === 0 && peakMb < MEMORY_LIMIT_MB && refused.length > 0;
if (!isSound) process.exitCode = 1;
