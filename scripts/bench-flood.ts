// Lets clients that mean it no good loose on `assay serve`, in their full number and size, and prints what became of them and how much
// memory the server took. It fails when that is 300 MB or more, or when somebody else is not served afterwards.
//
//   npm run bench:flood [-- TEXT]     (builds first; only floods whose name has the text)
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

const MEMORY_LIMIT_MB = 300;
const MIB = 1024 * 1024;
const WAVE = 250;

const server = spawn(process.execPath, ['dist/cli/main.js', 'serve'], { stdio: ['ignore', 'pipe', 'ignore'] });
const [url] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
const { port, host } = new URL(url);

const memoryMb = (): number =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(server.pid)], { encoding: 'utf8' })) / 1024;
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

/** How long until somebody else is served; undefined when nobody is within a minute. */
async function servedAfterMs(): Promise<number | undefined> {
  const began = performance.now();
  while (performance.now() - began < 60_000) {
    const response = await fetch(`${url}/metadata`, { headers: { Connection: 'close' } }).catch(() => undefined);
    if (response?.status === 200) return performance.now() - began;
  }
  return undefined;
}

let isSound = true;
console.log(`At rest the server takes ${peakMb.toFixed(0)} MB.`);
const [, , chosen = ''] = process.argv;
for (const [what, flood] of FLOODS.filter(([name]) => name.includes(chosen))) {
  const began = performance.now();
  const ends = await flood();
  const overMs = performance.now() - began;
  const served = await servedAfterMs();
  isSound &&= served !== undefined && peakMb < MEMORY_LIMIT_MB;
  const counts = [...new Set(ends)].map((end) => `${ends.filter((one) => one === end).length} × ${end}`).join(', ');
  const others = served === undefined ? 'nobody else is served' : `another is served after ${served.toFixed(0)} ms`;
  console.log(
    `${what}: ${counts}, over in ${(overMs / 1000).toFixed(1)} s; ${others}; peak so far ${peakMb.toFixed(0)} MB`,
  );
}
clearInterval(watching);
server.kill();
if (!isSound) process.exitCode = 1;
