import { Command } from 'commander';
import type { DiagnosticCode } from '../model/diagnostic-code.ts';
import { EXIT, type ExitCode } from '../model/exit-code.ts';
import { HarnessError } from '../model/harness-error.ts';
import { refuse } from './command.ts';
import type { CarriedOut } from './command-line/carried-out.ts';
import { evidenceCommands } from './command-line/evidence.ts';
import { keyCommands } from './command-line/keys.ts';
import { readingCommands } from './command-line/reading.ts';
import { testingCommands } from './command-line/testing.ts';
import { trustCommands } from './command-line/trust.ts';
import type { Context } from './context.ts';
import { packageVersion } from './engine.ts';
import { printable } from './terminal.ts';

/** Carries out a command line and gives the code to end with. The module of a command is loaded when it is asked for. */
export async function assay(argv: readonly string[], context: Context): Promise<ExitCode> {
  let exit: ExitCode = EXIT.ok;
  const program = await commandLine(context, (code) => {
    exit = code;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exit;
  } catch (cause) {
    return endedBy(cause, context);
  }
}

type Ended = (code: ExitCode) => void;

async function commandLine(context: Context, ended: Ended): Promise<Command> {
  const carriedOut: CarriedOut =
    (command) =>
    async (...given) =>
      ended(await command(context, ...given));

  const program = new Command('assay')
    .description('Tests a booking client or provider against its interface and seals the evidence.')
    .version(await packageVersion(), '--version', 'print the version')
    .showHelpAfterError('Run assay --help for the commands.')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: context.terminal.out, writeErr: context.terminal.err })
    .exitOverride();
  testingCommands(program, carriedOut);
  readingCommands(program, carriedOut);
  evidenceCommands(program, carriedOut);
  keyCommands(program, carriedOut);
  trustCommands(program, carriedOut);
  return program;
}

/** What keeps a command from beginning: the user mends it, not the environment. */
const OF_THE_USER: readonly DiagnosticCode[] = [
  'USAGE',
  'CONFIG_INVALID',
  'CONFIG_EXISTS',
  'FILE_NOT_FOUND',
  'KEY_EXISTS',
];

/** Commander ends by throwing, and so does a broken harness; whatever else is thrown is a fault of ours. */
function endedBy(cause: unknown, { terminal }: Context): ExitCode {
  if (isCommanderExit(cause)) return cause.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (cause instanceof HarnessError) {
    const { diagnostic } = cause;
    return refuse([diagnostic], terminal, OF_THE_USER.includes(diagnostic.code) ? EXIT.usage : EXIT.harness);
  }
  const [message = '', ...stack] = (cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)).split(
    '\n',
  );
  const hint = 'This is a fault in Assay: please report it with the lines below.';
  refuse([{ code: 'INTERNAL', severity: 'error', message, hint }], terminal);
  for (const line of stack) terminal.err(`${printable(line)}\n`);
  return EXIT.harness;
}

function isCommanderExit(cause: unknown): cause is { readonly exitCode: number } {
  return (
    cause instanceof Error && 'code' in cause && String(cause.code).startsWith('commander.') && 'exitCode' in cause
  );
}
