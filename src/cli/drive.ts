import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { type Sent, send } from '../http/send.ts';
import type { ClientSide, DriveOutcome, DriveRequest } from '../run/reception.ts';
import type { DriveConfig } from './config.ts';
import type { Context } from './context.ts';
import { clientFilesIn } from './test-certificates.ts';

/** What is kept of what a client says on one stream. */
const MOST_KEPT = 2_000;

/** Where a command runs. */
export interface CommandSetting {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Runs a command that makes the client under test do something. It reads in its environment what is asked: `ASSAY_CASE`, `ASSAY_BASE_URL`,
 * `ASSAY_AUDIENCE` (what tokens name as the provider), `ASSAY_DO` and `ASSAY_WITH`, a JSON object. It is stopped when it must not go on.
 */
export function driveByCommand(
  [command = '', ...args]: readonly string[],
  { cwd, env }: CommandSetting,
): (asked: DriveRequest) => Promise<DriveOutcome> {
  return (asked) =>
    new Promise((resolve) => {
      const child = spawn(command, args, {
        cwd,
        env: { ...env, ...askedIn(asked) },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const output = kept(child.stdout);
      const log = kept(child.stderr);
      const stop = (): void => void child.kill('SIGKILL');
      asked.signal.addEventListener('abort', stop, { once: true });
      if (asked.signal.aborted) stop();
      const ended = (more: Partial<DriveOutcome>): void => {
        asked.signal.removeEventListener('abort', stop);
        resolve({ way: 'command', output: output(), ...(log() !== '' && { log: log() }), ...more });
      };
      child.once('error', (cause) => ended({ problem: `${command} cannot be started: ${cause.message}` }));
      child.once('close', (code, signal) =>
        ended(code === null ? { problem: `${command} was stopped (${signal})` } : { exitCode: code }),
      );
    });
}

/** The end of what a stream says. */
function kept(stream: Readable): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-MOST_KEPT);
  });
  return () => text;
}

/** What is asked, as a command reads it in its environment. */
export const askedIn = ({
  case: id,
  baseUrl,
  audience,
  do: action,
  with: given,
}: DriveRequest): Readonly<Record<string, string>> => ({
  ASSAY_CASE: id,
  ASSAY_BASE_URL: baseUrl,
  ASSAY_AUDIENCE: audience,
  ASSAY_DO: action,
  ASSAY_WITH: JSON.stringify(given),
});

/** Longest time that a client may take for what it is asked over HTTP. */
const LONGEST_MS = 120_000;

/** Sends what is asked to a URL, as JSON: `{case, do, with, baseUrl, audience}`. The client answers with a success when it has done it. */
export function driveByHttp(url: string, now: () => Date): (asked: DriveRequest) => Promise<DriveOutcome> {
  return async ({ signal, ...asked }) => {
    const body = Buffer.from(JSON.stringify(asked));
    const request = { method: 'POST', url, headers: [['Content-Type', 'application/json']] as const, body };
    const at = now();
    const sent = await send(request, { deadlineMs: LONGEST_MS, tls: {}, signal, now: () => at.toISOString() });
    const output = Buffer.from(sent.response?.body ?? [])
      .toString('utf8')
      .slice(0, MOST_KEPT);
    return { way: 'http', output, ...problemOf(sent) };
  };
}

function problemOf({ outcome, problem, response }: Sent): { readonly problem?: string } {
  if (response === undefined) return { problem: `It did not answer: ${problem ?? outcome}` };
  return response.status < 300 ? {} : { problem: `It answered with ${response.status}` };
}

/** A client that acts on its own, or whose user reads what it is to do and is not asked when it is done. */
export function drivenByNobody(say: (text: string) => void): (asked: DriveRequest) => Promise<DriveOutcome> {
  return async ({ case: id, do: action, with: given, baseUrl }) => {
    const what = [action, ...Object.entries(given).map(([name, value]) => `${name} ${JSON.stringify(value)}`)].join(
      ', ',
    );
    say(`${id}: the client is to ${what}, at ${baseUrl}\n`);
    return { way: 'nobody', output: '' };
  };
}

/** What there is besides the configuration. */
interface Beside {
  /** The folder with the certificates for the client. */
  readonly tls: string | undefined;
  /** Somebody at the terminal. */
  readonly person: ClientSide['drive'] | undefined;
}

/** How the configuration says that the client is asked; where it says nothing, a person is, if there is one. */
export function driveBy(
  { command, url }: DriveConfig,
  { cwd, env, now, terminal }: Context,
  { tls, person }: Beside,
): (asked: DriveRequest) => Promise<DriveOutcome> {
  if (command) return driveByCommand(command, { cwd, env: { ...env, ...clientFilesIn(tls) } });
  return url ? driveByHttp(url, now) : (person ?? drivenByNobody(terminal.err));
}
