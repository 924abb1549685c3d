import type { Command } from 'commander';
import type { CarriedOut } from './carried-out.ts';
import { JSON_OUTPUT, many } from './options.ts';

/** What can be done with evidence. */
export function evidenceCommands(program: Command, carriedOut: CarriedOut): void {
  program.commandsGroup('Evidence:');

  program
    .command('verify')
    .description('check the seal of a bundle')
    .argument('<bundle>', 'an .evidence.zip')
    .addOption(many('--trust <file|fingerprint>', 'certificate (PEM) or SHA-256 fingerprint of a signer you trust'))
    .option('--replay', 'judge every case again as well')
    .option('--suites <folder>', 'with --replay: suites that are to have judged (default: those of this Assay)')
    .addOption(JSON_OUTPUT)
    .action(
      carriedOut(async (context, bundle, options) =>
        (await import('../commands/verify.ts')).verify(bundle, options, context),
      ),
    );

  program
    .command('replay')
    .description('judge every case of a bundle again from its recorded bytes')
    .argument('<bundle>', 'an .evidence.zip')
    .option('--suites <folder>', 'suites that are to have judged (default: those of this Assay)')
    .addOption(JSON_OUTPUT)
    .action(
      carriedOut(async (context, bundle, options) =>
        (await import('../commands/replay.ts')).replay(bundle, options, context),
      ),
    );
}
