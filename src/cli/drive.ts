import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { type Sent, send } from '../http/send.ts';
import { systemFault } from '../model/system-fault.ts';
import type { ClientSide, DriveOutcome, DriveRequest } from '../run/reception.ts';
import type { DriveConfig } from './config.ts';
import type { Context } from './context.ts';
import { clientFilesIn } from './test-certificates.ts';

/** Characters that are kept of what a client says on one stream. */
const MOST_KEPT = 64_000;

/** How long a command that has ended may leave its streams open, as its own children do. */
const STREAMS_MS = 500;

/** Where a command runs. */
export interface CommandSetting {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Runs a command that makes the client under test do something. It reads in its environment what is asked: `ASSAY_CASE`, `ASSAY_BASE_URL`,
 * `ASSAY_AUDIENCE` (what tokens name as the provider), `ASSAY_DO` and `ASSAY_WITH`, a JSON object. It is stopped
 * with all that it started when it must not go on.
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
        // A group of its own, to be stopped as one: what `npx` starts would outlive it.
        detached: true,
      });
      const output = kept(child.stdout);
      const log = kept(child.stderr);
      const stop = (): void => stopGroup(child.pid);
      asked.signal.addEventListener('abort', stop, { once: true });
      if (asked.signal.aborted) stop();
      const ended = (more: Partial<DriveOutcome>): void => {
        asked.signal.removeEventListener('abort', stop);
        const cut = [...(output.isCut() ? ['output' as const] : []), ...(log.isCut() ? ['log' as const] : [])];
        const said = { output: output.text(), ...(log.text() !== '' && { log: log.text() }) };
        resolve({ way: 'command', ...said, ...(cut.length > 0 && { cut }), ...more });
      };
      child.once('exit', () => {
        const late = setTimeout(() => {
          child.stdout.destroy();
          child.stderr.destroy();
        }, STREAMS_MS);
        child.once('close', () => clearTimeout(late));
      });
      child.once('error', (cause) =>
        ended({ problem: `The command ${command} cannot be started: ${systemFault(cause)}`, unasked: 'failed' }),
      );
      child.once('close', (code, signal) =>
        ended(code === null ? { problem: stoppedWords(command, signal, asked.signal.aborted) } : { exitCode: code }),
      );
    });
}

const stoppedWords = (command: string, signal: NodeJS.Signals | null, byUs: boolean): string =>
  byUs
    ? `The command ${command} had not ended when its time was over, and was stopped`
    : `The command ${command} was ended by ${signal}`;

/** A group that is gone already needs no stopping. */
function stopGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ESRCH')) throw cause;
  }
}

interface Kept {
  /** The end of what the stream said. */
  readonly text: () => string;
  /** Whether it said more than was kept. */
  readonly isCut: () => boolean;
}

function kept(stream: Readable): Kept {
  let text = '';
  let isCut = false;
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    isCut ||= text.length > MOST_KEPT;
    text = text.slice(-MOST_KEPT);
  });
  return { text: () => text, isCut: () => isCut };
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
  return async ({ signal, awaited: _, ...asked }) => {
    const body = Buffer.from(JSON.stringify(asked));
    const request = { method: 'POST', url, headers: [['Content-Type', 'application/json']] as const, body };
    const at = now();
    const sent = await send(request, { deadlineMs: LONGEST_MS, tls: {}, signal, now: () => at.toISOString() });
    const said = Buffer.from(sent.response?.body ?? []).toString('utf8');
    const cut = said.length > MOST_KEPT && { cut: ['output'] as const };
    return { way: 'http', output: said.slice(-MOST_KEPT), ...cut, ...problemOf(sent) };
  };
}

function problemOf({ outcome, problem, response }: Sent): Pick<DriveOutcome, 'problem' | 'unasked'> {
  const isReached = outcome !== 'refused' && outcome !== 'dns-failure';
  if (response === undefined) {
    return { problem: `It did not answer: ${problem ?? outcome}`, ...(!isReached && { unasked: 'failed' }) };
  }
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
  /** Names in the environment that hold secrets of the run, which are no business of the client. */
  readonly secretNames: readonly string[];
}

/** How the configuration says that the client is asked; where it says nothing, a person is, if there is one. */
export function driveBy(
  { command, url }: DriveConfig,
  { cwd, env, now, terminal }: Context,
  { tls, person, secretNames }: Beside,
): (asked: DriveRequest) => Promise<DriveOutcome> {
  if (command) {
    const open = Object.fromEntries(Object.entries(env).filter(([name]) => !secretNames.includes(name)));
    return driveByCommand(command, { cwd, env: { ...open, ...clientFilesIn(tls) } });
  }
  return url ? driveByHttp(url, now) : (person ?? drivenByNobody(terminal.err));
}
