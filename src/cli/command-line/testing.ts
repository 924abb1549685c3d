import { type Command, Option } from 'commander';
import { ROLES } from '../../model/system-under-test.ts';
import type { CarriedOut } from './carried-out.ts';
import {
  ALLOW_SKIPS,
  ATTESTING,
  CLIENT_TLS,
  CLIENTS_OVER_TLS,
  DEFAULT_SUITES,
  EVIDENCE,
  EXCHANGE_DEADLINE,
  HOST,
  IDENTITY,
  JSON_OUTPUT,
  listening,
  many,
  NONCE,
  SELECTION,
  SIGNER,
  TSA,
  WAIVERS,
  WORKERS,
  within,
  withOptions,
} from './options.ts';
import { port, rate } from './parse.ts';

const ROLE = new Option('--role <role>', 'what is tested').choices([...ROLES]).default('provider');

/** Testing a system: with what, how, and against whom. */
export function testingCommands(program: Command, carriedOut: CarriedOut): void {
  program.commandsGroup('Testing:');

  const run = program
    .command('run')
    .description('run the suites of an interface against a provider or a client and seal the evidence')
    .argument('[suites]', 'folder of the interface', DEFAULT_SUITES)
    .addOption(ROLE)
    .option('--target <url>', 'base URL of the provider; without it the reference provider is tested')
    .addOption(HOST)
    .addOption(listening('where a client under test finds the simulator'))
    .addOption(within('longest time for each request of a client'))
    .addOption(CLIENTS_OVER_TLS)
    .option('--via <url>', 'proxy before the provider, which is told its base URL in the path');
  withOptions(run, [
    ...SELECTION,
    ...CLIENT_TLS,
    WORKERS,
    EXCHANGE_DEADLINE,
    EVIDENCE,
    NONCE,
    ...SIGNER,
    TSA,
    ...IDENTITY,
    ...ATTESTING,
    WAIVERS,
  ])
    .addOption(many('--defect <name>', 'defect of the reference provider'))
    .option('--rate <n/s>', 'most requests in a second, of all workers together, as 5/s or 30/m', rate)
    .option('--resume <folder>', 'go on with a run that stopped: its folder below evidence')
    .option('--keep', 'leave at the provider what the cases made')
    .option(
      '--keep-openings <file>',
      'keep what each stand-in stands for, encrypted to this certificate or key (P-256, PEM)',
    )
    .addOption(ALLOW_SKIPS)
    .addOption(JSON_OUTPUT)
    .action(
      carriedOut(async (context, suites, options) =>
        (await import('../commands/run.ts')).run(suites, options, context),
      ),
    );

  const proxy = program
    .command('proxy')
    .description(
      'sit between a client and a provider, judge what the client sends and is answered, and seal the evidence',
    )
    .argument('[suites]', 'folder of the interface', DEFAULT_SUITES)
    .requiredOption('--target <url>', 'base URL of the provider')
    .addOption(HOST)
    .addOption(listening('where the client finds the provider'))
    .addOption(within('longest time for each request'))
    .addOption(CLIENTS_OVER_TLS);
  withOptions(proxy, [
    ...SELECTION,
    ...CLIENT_TLS,
    EVIDENCE,
    NONCE,
    ...SIGNER,
    TSA,
    ...IDENTITY,
    ...ATTESTING,
    WAIVERS,
    ALLOW_SKIPS,
    JSON_OUTPUT,
  ]).action(
    carriedOut(async (context, suites, options) =>
      (await import('../commands/proxy.ts')).proxy(suites, options, context),
    ),
  );

  program
    .command('init')
    .description('write a configuration to be filled in for a provider or a client of your own')
    .argument('[suites]', 'folder of the interface', DEFAULT_SUITES)
    .addOption(ROLE)
    .option('--config <file>', 'where it is written (default: assay.config.yaml)')
    .option('--force', 'replace the file that is there')
    .action(
      carriedOut(async (context, suites, options) =>
        (await import('../commands/init.ts')).init(suites, options, context),
      ),
    );

  const plan = program
    .command('plan')
    .description('show what a run would send or await, and send nothing')
    .argument('[suites]', 'folder of the interface', DEFAULT_SUITES)
    .addOption(ROLE)
    .option('--target <url>', 'base URL of the provider');
  withOptions(plan, SELECTION)
    .option('--json', 'one JSON object a case on standard output')
    .action(
      carriedOut(async (context, suites, options) =>
        (await import('../commands/plan.ts')).plan(suites, options, context),
      ),
    );

  program
    .command('demo')
    .description('test the embedded reference provider and the reference client, as a first look')
    .argument('[suites]', 'folder of the interface', DEFAULT_SUITES)
    .addOption(EVIDENCE)
    .addOption(WORKERS)
    .action(
      carriedOut(async (context, suites, options) =>
        (await import('../commands/demo.ts')).demo(suites, options, context),
      ),
    );

  program
    .command('serve')
    .description('run a simulator of an interface alone: its reference provider, unless another is named')
    .argument('[suites]', 'folder of the interface', DEFAULT_SUITES)
    .addOption(HOST)
    .option('--port <n>', 'port; 0 takes any free one', port, 0)
    .option('--simulator <name>', 'which of its simulators', 'provider')
    .option(
      '--tls <folder>',
      'over TLS with client certificates, which are made and written there with a configuration',
    )
    .addOption(many('--defect <name>', 'what it is to do wrong'))
    .action(
      carriedOut(async (context, suites, options) =>
        (await import('../commands/serve.ts')).serve(suites, options, context),
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
    .addOption(EXCHANGE_DEADLINE)
    .addOption(many('--defect <name>', 'what it is to do wrong'))
    .addHelpText('after', '\nExit codes: 0 done, 1 the provider refused and the user was told, 2 anything else.')
    .action(
      carriedOut(async (context, action, options) =>
        (await import('../commands/client.ts')).client(action, options, context),
      ),
    );
}
