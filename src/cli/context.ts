import type { Readable } from 'node:stream';
import type { Terminal } from './terminal.ts';

/** The process around a command, handed in so that commands can be tested without one. */
export interface Context {
  readonly terminal: Terminal;
  /** Opens standard input. */
  readonly stdin: () => Readable;
  /** Somebody sits at the terminal, who reads the error stream and types into standard input. */
  readonly attended: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly cwd: string;
  readonly now: () => Date;
  /** As `v20.20.2`. */
  readonly nodeVersion: string;
  readonly platform: string;
  /** Aborted when the user interrupts the command. */
  readonly signal: AbortSignal;
}

/** The context of this process. Interrupting it once lets the command end in order; twice ends it at once. */
export function processContext(): Context {
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  process.once('SIGTERM', () => interrupted.abort());
  process.stdout.on('error', unlessClosed);
  return {
    terminal: {
      out: (text) => process.stdout.write(text),
      err: (text) => process.stderr.write(text),
      live: process.stderr.isTTY === true && process.env.CI === undefined,
      columns: process.stderr.columns ?? 80,
    },
    stdin: () => process.stdin,
    attended: process.stdin.isTTY === true && process.stderr.isTTY === true && process.env.CI === undefined,
    env: process.env,
    cwd: process.cwd(),
    now: () => new Date(),
    nodeVersion: process.version,
    platform: `${process.platform}-${process.arch}`,
    signal: interrupted.signal,
  };
}

/** Who reads us may have seen enough, as `| head` has; the command still does its work and ends with its code. */
function unlessClosed(cause: Error): void {
  if (!('code' in cause) || cause.code !== 'EPIPE') throw cause;
}
