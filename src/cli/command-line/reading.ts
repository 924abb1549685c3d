import { type Command, Option } from 'commander';
import { ROLES } from '../../model/system-under-test.ts';
import type { CarriedOut } from './carried-out.ts';
import { DEFAULT_SUITES, many, PACKAGES } from './options.ts';
import { fhirVersion } from './parse.ts';

/** What suites and resources say, without testing anybody. */
export function readingCommands(program: Command, carriedOut: CarriedOut): void {
  program.commandsGroup('Suites and resources:');

  program
    .command('lint')
    .description('say what is wrong with suites')
    .argument('[suites...]', 'folders of interfaces', [DEFAULT_SUITES])
    .addOption(PACKAGES)
    .option('--json', 'findings as JSON on standard output')
    .action(
      carriedOut(async (context, suites, options) =>
        (await import('../commands/lint.ts')).lint(suites, options, context),
      ),
    );

  program
    .command('list')
    .description('list the cases of suites')
    .argument('[suites...]', 'folders of interfaces', [DEFAULT_SUITES])
    .addOption(new Option('--role <role>', 'only the cases that test this').choices([...ROLES]))
    .option('--json', 'one JSON object a line on standard output')
    .action(
      carriedOut(async (context, suites, options) =>
        (await import('../commands/list.ts')).list(suites, options, context),
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
        (await import('../commands/validate.ts')).validate(paths, options, context),
      ),
    );
}
