import type { Terminal } from './terminal.ts';

/** The process around a command, handed in so that commands can be tested without one. */
export interface Context {
  readonly terminal: Terminal;
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
