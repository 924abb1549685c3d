import type { ExitCode } from '../../model/exit-code.ts';
import type { Context } from '../context.ts';

/** Makes a command the action of its command line: what it gives is what the process ends with. */
export type CarriedOut = <Arguments extends readonly unknown[]>(
  command: (context: Context, ...given: Arguments) => Promise<ExitCode>,
) => (...given: Arguments) => Promise<void>;
