import { Command, InvalidArgumentError, Option } from 'commander';
import { parseDuration } from '../message/duration.ts';
import type { DiagnosticCode } from '../model/diagnostic-code.ts';
import { EXIT, type ExitCode } from '../model/exit-code.ts';
import { HarnessError } from '../model/harness-error.ts';
import { FHIR_VERSIONS, type FhirVersion } from '../model/suite.ts';
import { ROLES } from '../model/system-under-test.ts';
import { refuse } from './command.ts';
import type { Context } from './context.ts';
import { packageVersion } from './engine.ts';
import { intervalOf } from './rate.ts';
import { printable } from './terminal.ts';

/** The interface that commands take when none is named. */
const DEFAULT_SUITES = 'suites/uec-booking';

const LAST_PORT = 65_535;

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

function port(text: string): number {
  const number = wholeNumber(text);
  if (number > LAST_PORT) throw new InvalidArgumentError(`The last port is ${LAST_PORT}.`);
  return number;
}

function duration(text: string): number {
  const durationMs = parseDuration(text);
  if (durationMs === undefined || durationMs <= 0) throw new InvalidArgumentError('Write it as 500ms, 10s or 2m.');
  return durationMs;
}

function fhirVersion(text: string): FhirVersion {
  const version = FHIR_VERSIONS.find((one) => one === text.toLowerCase());
  if (version === undefined) throw new InvalidArgumentError(`It is one of ${FHIR_VERSIONS.join(' and ')}.`);
  return version;
}

function rate(text: string): string {
  if (intervalOf(text) === undefined) throw new InvalidArgumentError('Write it as 5/s, 30/m or 0.5/s.');
  return text;
}

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
  /** What a command gives is what the process ends with. */
  const carriedOut =
    <Arguments extends readonly unknown[]>(
      command: (context: Context, ...given: Arguments) => Promise<ExitCode>,
    ): ((...given: Arguments) => Promise<void>) =>
    async (...given) =>
      ended(await command(context, ...given));

  const program = new Command('assay')
    .description('Tests a booking client or provider against its interface and seals the evidence.')
    .version(await packageVersion(), '--version', 'print the version')
    .showHelpAfterError('Run assay --help for the commands.')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: context.terminal.out, writeErr: context.terminal.err })
    .exitOverride();

  program
    .command('run')
    .description('run the suites of an interface against a provider and seal the evidence')
    .argument('[suites]', 'folder of the interface', DEFAULT_SUITES)
    .addOption(new Option('--role <role>', 'what is tested').choices([...ROLES]).default('provider'))
    .option('--target <url>', 'base URL of the provider; without it the reference provider is tested')
    .option('--port <n>', 'where a client under test finds the simulator; 0 takes any free port', port, 0)
    .option('--within <time>', 'longest time for each request of a client, as 10m; else what its case says', duration)
    .option('--tls <folder>', 'a client under test calls over TLS, with certificates that are made and written there')
    .option('--via <url>', 'proxy before the provider, which is told its base URL in the path')
    .option('--config <file>', 'configuration (default: assay.config.yaml, when there is one)')
    .addOption(many('--filter <text>', 'only cases whose id, title or suite contains this'))
    .addOption(many('--tag <tag>', 'only cases with this tag'))
    .addOption(many('--set <name=value>', 'replace a value of the interface'))
    .addOption(many('--package <path>', 'official definitions: a folder, a .tgz, or one .json or .xml file'))
    .option('--client-cert <file>', 'certificate that is shown to the provider, PEM, with its issuers below')
    .option('--client-key <file>', 'its private key, PEM')
    .option('--client-p12 <file>', 'both, as PKCS#12')
    .option('--ca <file>', 'authorities that may have signed the certificate of the provider, PEM')
    .option('--workers <n>', 'cases under way at once', atLeastOne, 2)
    .addOption(
      new Option('--deadline <time>', 'longest time for one exchange').argParser(duration).default(10_000, '10s'),
    )
    .option('--evidence <folder>', 'where the folder of the run is made', 'evidence')
    .option('--key <file>', 'private key that seals, PEM')
    .option('--cert <file>', 'its certificate, PEM, with the issuers below')
    .option('--sut-name <text>', 'name of the product under test')
    .option('--sut-version <text>', 'version of the product under test')
    .option('--sut-organisation <text>', 'its supplier')
    .option('--sut-ods <code>', 'ODS code of the supplier')
    .option('--sut-environment <text>', 'where it runs')
    .addOption(many('--defect <name>', 'defect of the reference provider'))
    .option('--rate <n/s>', 'most requests in a second, of all workers together, as 5/s or 30/m', rate)
    .option('--keep', 'leave at the provider what the cases made')
    .option('--allow-skips', 'skipped cases do not spoil the exit code')
    .option('--json', 'the outcome as JSON on standard output')
    .action(
      carriedOut(async (context, suites, options) => (await import('./commands/run.ts')).run(suites, options, context)),
    );

  program
    .command('proxy')
    .description(
      'sit between a client and a provider, judge what the client sends and is answered, and seal the evidence',
    )
    .argument('[suites]', 'folder of the interface', DEFAULT_SUITES)
    .requiredOption('--target <url>', 'base URL of the provider')
    .option('--config <file>', 'configuration (default: assay.config.yaml, when there is one)')
    .addOption(many('--filter <text>', 'only cases whose id, title or suite contains this'))
    .addOption(many('--tag <tag>', 'only cases with this tag'))
    .addOption(many('--set <name=value>', 'replace a value of the interface'))
    .addOption(many('--package <path>', 'official definitions: a folder, a .tgz, or one .json or .xml file'))
    .option('--port <n>', 'where the client finds the provider; 0 takes any free port', port, 0)
    .option('--within <time>', 'longest time for each request, as 10m; else what its case says', duration)
    .option('--client-cert <file>', 'certificate that is shown to the provider, PEM, with its issuers below')
    .option('--client-key <file>', 'its private key, PEM')
    .option('--client-p12 <file>', 'both, as PKCS#12')
    .option('--ca <file>', 'authorities that may have signed the certificate of the provider, PEM')
    .option('--evidence <folder>', 'where the folder of the run is made', 'evidence')
    .option('--key <file>', 'private key that seals, PEM')
    .option('--cert <file>', 'its certificate, PEM, with the issuers below')
    .option('--allow-skips', 'skipped cases do not spoil the exit code')
    .option('--json', 'the outcome as JSON on standard output')
    .action(
      carriedOut(async (context, suites, options) =>
        (await import('./commands/proxy.ts')).proxy(suites, options, context),
      ),
    );

  program
    .command('init')
    .description('write a configuration to be filled in for a provider of your own')
    .argument('[suites]', 'folder of the interface', DEFAULT_SUITES)
    .option('--config <file>', 'where it is written (default: assay.config.yaml)')
    .option('--force', 'replace the file that is there')
    .action(
      carriedOut(async (context, suites, options) =>
        (await import('./commands/init.ts')).init(suites, options, context),
      ),
    );

  program
    .command('plan')
    .description('show what a run would send, and send nothing')
    .argument('[suites]', 'folder of the interface', DEFAULT_SUITES)
    .option('--target <url>', 'base URL of the provider')
    .option('--config <file>', 'configuration (default: assay.config.yaml, when there is one)')
    .addOption(many('--filter <text>', 'only cases whose id, title or suite contains this'))
    .addOption(many('--tag <tag>', 'only cases with this tag'))
    .addOption(many('--set <name=value>', 'replace a value of the interface'))
    .addOption(many('--package <path>', 'official definitions: a folder, a .tgz, or one .json or .xml file'))
    .option('--json', 'one JSON object a case on standard output')
    .action(
      carriedOut(async (context, suites, options) =>
        (await import('./commands/plan.ts')).plan(suites, options, context),
      ),
    );

  program
    .command('demo')
    .description('test the embedded reference provider and the reference client, as a first look')
    .argument('[suites]', 'folder of the interface', DEFAULT_SUITES)
    .option('--evidence <folder>', 'where the folder of the run is made', 'evidence')
    .option('--workers <n>', 'cases under way at once', atLeastOne, 2)
    .action(
      carriedOut(async (context, suites, options) =>
        (await import('./commands/demo.ts')).demo(suites, options, context),
      ),
    );

  program
    .command('serve')
    .description('run a simulator of an interface alone: its reference provider, unless another is named')
    .argument('[suites]', 'folder of the interface', DEFAULT_SUITES)
    .option('--port <n>', 'port; 0 takes any free one', port, 0)
    .option('--simulator <name>', 'which of its simulators', 'provider')
    .option(
      '--tls <folder>',
      'over TLS with client certificates, which are made and written there with a configuration',
    )
    .addOption(many('--defect <name>', 'what it is to do wrong'))
    .action(
      carriedOut(async (context, suites, options) =>
        (await import('./commands/serve.ts')).serve(suites, options, context),
      ),
    );

  program
    .command('client')
    .description(
      'let the reference client do one thing at a provider, as the command that drives a client under test does',
    )
    .argument('[action]', 'capabilities, search, book, read, list or cancel (default: ASSAY_DO)')
    .option('--target <url>', 'base URL of the provider (default: ASSAY_BASE_URL)')
    .option('--with <json>', 'service, slot, appointment, format and other values (default: ASSAY_WITH)')
    .option('--ca <file>', 'authorities that may have signed the certificate of the provider, PEM (default: ASSAY_CA)')
    .option('--client-cert <file>', 'certificate that is shown to the provider, PEM (default: ASSAY_CERT)')
    .option('--client-key <file>', 'its private key, PEM (default: ASSAY_KEY)')
    .addOption(
      new Option('--deadline <time>', 'longest time for one exchange').argParser(duration).default(10_000, '10s'),
    )
    .addOption(many('--defect <name>', 'what it is to do wrong'))
    .addHelpText('after', '\nExit codes: 0 done, 1 the provider refused and the user was told, 2 anything else.')
    .action(
      carriedOut(async (context, action, options) =>
        (await import('./commands/client.ts')).client(action, options, context),
      ),
    );

  program
    .command('lint')
    .description('say what is wrong with suites')
    .argument('[suites...]', 'folders of interfaces', [DEFAULT_SUITES])
    .addOption(many('--package <path>', 'official definitions: a folder, a .tgz, or one .json or .xml file'))
    .option('--json', 'findings as JSON on standard output')
    .action(
      carriedOut(async (context, suites, options) =>
        (await import('./commands/lint.ts')).lint(suites, options, context),
      ),
    );

  program
    .command('list')
    .description('list the cases of suites')
    .argument('[suites...]', 'folders of interfaces', [DEFAULT_SUITES])
    .option('--json', 'one JSON object a line on standard output')
    .action(
      carriedOut(async (context, suites, options) =>
        (await import('./commands/list.ts')).list(suites, options, context),
      ),
    );

  program
    .command('validate')
    .description('validate FHIR resources, JSON or XML')
    .argument('<paths...>', 'files, folders with all below them, or - for standard input')
    .addOption(
      new Option(
        '--fhir <version>',
        'version of FHIR: stu3 or r4 (default: what the resource tells, or else stu3)',
      ).argParser(fhirVersion),
    )
    .addOption(many('--profile <url>', 'profile that every resource is to meet, beside those in meta.profile'))
    .addOption(many('--package <path>', 'definitions: a folder, a .tgz, or one .json or .xml file'))
    .option('--json', 'the findings as JSON on standard output')
    .option('--outcome', 'the findings as an OperationOutcome, or a Bundle of them, on standard output')
    .addHelpText(
      'after',
      '\nExit codes: 0 no errors, 1 errors, 2 something named is not at hand and nothing was validated, 3 a validation was stopped.',
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
    .option('--suites <folder>', 'with --replay: suites that are to have judged (default: those of this Assay)')
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
    .option('--suites <folder>', 'suites that are to have judged (default: those of this Assay)')
    .option('--json', 'the outcome as JSON on standard output')
    .action(
      carriedOut(async (context, bundle, options) =>
        (await import('./commands/replay.ts')).replay(bundle, options, context),
      ),
    );
  return program;
}

/** What keeps a command from beginning: the user mends it, not the environment. */
const OF_THE_USER: readonly DiagnosticCode[] = ['USAGE', 'CONFIG_INVALID', 'CONFIG_EXISTS', 'FILE_NOT_FOUND'];

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
