#!/usr/bin/env node
import { Command, InvalidArgumentError, Option } from 'commander';
import { parseDuration } from '../message/duration.ts';
import { EXIT, type ExitCode } from '../model/exit-code.ts';
import { HarnessError } from '../model/harness-error.ts';
import { refuse } from './command.ts';
import { type Context, processContext } from './context.ts';
import { packageVersion } from './engine.ts';

/** The interface that commands take when none is named. */
const DEFAULT_SUITES = 'suites/uec-booking';

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

const many = (flags: string, description: string): Option =>
  new Option(flags, `${description}; may be given several times`).argParser(collect).default([], 'none');

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It is not a whole number.');
  return Number(text);
}

function atLeastOne(text: string): number {
  const number = wholeNumber(text);
  if (number === 0) throw new InvalidArgumentError('It must be at least 1.');
  return number;
}

function duration(text: string): number {
  const durationMs = parseDuration(text);
  if (durationMs === undefined || durationMs <= 0) throw new InvalidArgumentError('Write it as 500ms, 10s or 2m.');
  return durationMs;
}

/** Runs a command and ends the process with its code. The module of a command is loaded when it is asked for. */
function carriedOut<Arguments extends readonly unknown[]>(
  command: (context: Context, ...given: Arguments) => Promise<ExitCode>,
): (...given: Arguments) => Promise<void> {
  return async (...given) => {
    const context = processContext();
    process.exitCode = await command(context, ...given).catch((cause: unknown) => {
      if (cause instanceof HarnessError) return refuse([cause.diagnostic], context.terminal, EXIT.harness);
      throw cause;
    });
  };
}

const program = new Command('assay')
  .description('Tests a booking client or provider against its interface and seals the evidence.')
  .version(await packageVersion(), '--version', 'print the version')
  .showHelpAfterError('Run assay --help for the commands.')
  .configureHelp({ showGlobalOptions: true })
  .exitOverride();

program
  .command('run')
  .description('run the suites of an interface against a provider and seal the evidence')
  .argument('[suites]', 'folder of the interface', DEFAULT_SUITES)
  .option('--target <url>', 'base URL of the provider; without it the reference provider is tested')
  .option('--config <file>', 'configuration (default: assay.config.yaml, when there is one)')
  .addOption(many('--filter <text>', 'only cases whose id, title or suite contains this'))
  .addOption(many('--tag <tag>', 'only cases with this tag'))
  .addOption(many('--set <name=value>', 'replace a value of the interface'))
  .addOption(many('--package <path>', 'official definitions: a folder, a .tgz, or one .json or .xml file'))
  .option('--workers <n>', 'cases under way at once', atLeastOne, 2)
  .option('--deadline <time>', 'longest time for one exchange', duration, 10_000)
  .option('--evidence <folder>', 'where the folder of the run is made', 'evidence')
  .option('--key <file>', 'private key that seals, PEM')
  .option('--cert <file>', 'its certificate, PEM, with the issuers below')
  .option('--sut-name <text>', 'name of the product under test')
  .option('--sut-version <text>', 'version of the product under test')
  .option('--sut-organisation <text>', 'its supplier')
  .option('--sut-ods <code>', 'ODS code of the supplier')
  .option('--sut-environment <text>', 'where it runs')
  .addOption(many('--defect <name>', 'defect of the reference provider'))
  .option('--allow-skips', 'skipped cases do not spoil the exit code')
  .option('--json', 'the outcome as JSON on standard output')
  .action(
    carriedOut(async (context, suites, options) => (await import('./commands/run.ts')).run(suites, options, context)),
  );

program
  .command('demo')
  .description('test the embedded reference provider, as a first look')
  .argument('[suites]', 'folder of the interface', DEFAULT_SUITES)
  .option('--evidence <folder>', 'where the folder of the run is made', 'evidence')
  .option('--workers <n>', 'cases under way at once', atLeastOne, 2)
  .action(
    carriedOut(async (context, suites, options) => (await import('./commands/demo.ts')).demo(suites, options, context)),
  );

program
  .command('serve')
  .description('run the reference provider of an interface alone')
  .argument('[suites]', 'folder of the interface', DEFAULT_SUITES)
  .option('--port <n>', 'port; 0 takes any free one', wholeNumber, 0)
  .addOption(many('--defect <name>', 'what it is to do wrong'))
  .action(
    carriedOut(async (context, suites, options) =>
      (await import('./commands/serve.ts')).serve(suites, options, context),
    ),
  );

program
  .command('lint')
  .description('say what is wrong with suites')
  .argument('[suites...]', 'folders of interfaces', [DEFAULT_SUITES])
  .addOption(many('--package <path>', 'official definitions: a folder, a .tgz, or one .json or .xml file'))
  .option('--json', 'findings as JSON on standard output')
  .action(
    carriedOut(async (context, suites, options) => (await import('./commands/lint.ts')).lint(suites, options, context)),
  );

program
  .command('list')
  .description('list the cases of suites')
  .argument('[suites...]', 'folders of interfaces', [DEFAULT_SUITES])
  .option('--json', 'one JSON object a line on standard output')
  .action(
    carriedOut(async (context, suites, options) => (await import('./commands/list.ts')).list(suites, options, context)),
  );

program
  .command('validate')
  .description('validate FHIR resources, JSON or XML')
  .argument('<paths...>', 'files, folders with all below them, or - for standard input')
  .addOption(
    new Option('--fhir <version>', 'version of FHIR (default: what the resource tells, or else stu3)').choices([
      'stu3',
      'r4',
    ]),
  )
  .addOption(many('--profile <url>', 'profile that every resource is to meet, beside those in meta.profile'))
  .addOption(many('--package <path>', 'definitions: a folder, a .tgz, or one .json or .xml file'))
  .option('--json', 'the findings as JSON on standard output')
  .option('--outcome', 'the findings as an OperationOutcome, or a Bundle of them, on standard output')
  .addHelpText(
    'after',
    '\nExit codes: 0 no errors, 1 errors, 2 something named is not at hand and nothing was validated.',
  )
  .action(
    carriedOut(async (context, paths, options) =>
      (await import('./commands/validate.ts')).validate(paths, options, context),
    ),
  );

program
  .command('verify')
  .description('check the seal of a bundle')
  .argument('<bundle>', 'an .evidence.zip')
  .addOption(many('--trust <file|fingerprint>', 'certificate (PEM) or SHA-256 fingerprint of a signer you trust'))
  .option('--replay', 'judge every case again as well')
  .option('--json', 'the outcome as JSON on standard output')
  .action(
    carriedOut(async (context, bundle, options) =>
      (await import('./commands/verify.ts')).verify(bundle, options, context),
    ),
  );

program
  .command('replay')
  .description('judge every case of a bundle again from its recorded bytes')
  .argument('<bundle>', 'an .evidence.zip')
  .option('--json', 'the outcome as JSON on standard output')
  .action(
    carriedOut(async (context, bundle, options) =>
      (await import('./commands/replay.ts')).replay(bundle, options, context),
    ),
  );

try {
  await program.parseAsync();
} catch (cause) {
  process.exitCode = endedBy(cause);
}

/** Commander ends by throwing; whatever else is thrown is a fault of ours. */
function endedBy(cause: unknown): ExitCode {
  if (isCommanderExit(cause)) return cause.exitCode === 0 ? EXIT.ok : EXIT.usage;
  const { terminal } = processContext();
  const message = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  return refuse([{ code: 'INTERNAL', severity: 'error', message }], terminal, EXIT.harness);
}

function isCommanderExit(cause: unknown): cause is { readonly exitCode: number } {
  return (
    cause instanceof Error && 'code' in cause && String(cause.code).startsWith('commander.') && 'exitCode' in cause
  );
}
