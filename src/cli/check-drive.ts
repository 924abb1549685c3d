import { accessSync, constants, statSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join, resolve } from 'node:path';
import type { Diagnostic } from '../model/diagnostic.ts';
import { systemFault } from '../model/system-fault.ts';
import type { DriveConfig } from './config.ts';
import type { Context } from './context.ts';

/** Longest wait for a connection that shows that anybody is there. */
const CONNECT_MS = 5_000;

/** What keeps a client from being asked at all; nothing of that is a fault of the client. */
export async function checkDrive({ command, url }: DriveConfig, context: Context): Promise<readonly Diagnostic[]> {
  if (command) return isCommand(command[0] ?? '', context) ? [] : [noCommand(command[0] ?? '')];
  return url ? nobodyAt(url, 'Who asks the client (drive.url)') : [];
}

/** Whether anybody listens at a URL. */
export async function nobodyAt(url: string, who: string): Promise<readonly Diagnostic[]> {
  const { hostname, port, protocol } = new URL(url);
  const cause = await new Promise<unknown>((ended) => {
    const socket = connect({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port) || (protocol === 'https:' ? 443 : 80),
      timeout: CONNECT_MS,
    });
    const end = (why?: Error): void => {
      socket.destroy();
      ended(why);
    };
    socket.once('connect', () => end());
    socket.once('error', end);
    socket.once('timeout', () => end(new Error(`no connection within ${CONNECT_MS / 1000} s`)));
  });
  if (cause === undefined) return [];
  const message = `${who} cannot be reached: ${systemFault(cause)}`;
  return [
    { code: 'UNREACHABLE', severity: 'error', message, hint: 'Start it, or correct its address; then run again.' },
  ];
}

/** As a shell looks for it: a path as it is, a name along PATH. */
function isCommand(command: string, { cwd, env }: Context): boolean {
  const places = /[/\\]/.test(command)
    ? [resolve(cwd, command)]
    : (env.PATH ?? '').split(delimiter).map((folder) => join(folder, command));
  return places.some(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

const noCommand = (command: string): Diagnostic => ({
  code: 'CONFIG_INVALID',
  severity: 'error',
  message: `drive.command: there is no program "${command}"`,
  hint: 'Name a program on the PATH, or its path; arguments are further members of the list.',
});
