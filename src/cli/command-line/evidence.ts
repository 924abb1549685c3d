import type { Command } from 'commander';
import type { CarriedOut } from './carried-out.ts';
import { JSON_OUTPUT, many, once, SIGNER, withOptions } from './options.ts';
import { address } from './parse.ts';

/** What can be done with evidence. */
export function evidenceCommands(program: Command, carriedOut: CarriedOut): void {
  program.commandsGroup('Evidence:');

  program
    .command('verify')
    .description('check the seal of a bundle')
    .argument('<bundle>', 'an .evidence.zip')
    .addOption(many('--trust <file|fingerprint>', 'certificate (PEM) or SHA-256 fingerprint of a signer you trust'))
    .addOption(once('--trust-store <file>', 'signed list of enrolled signers'))
    .addOption(once('--trust-root <file>', 'certificate (PEM) of whoever signs that list, and the index of suites'))
    .addOption(once('--trust-state <file>', 'keep the newest version of the list there, and find older ones'))
    .addOption(
      once('--tsa-trust <file>', 'certificates (PEM) of authorities of time: the seal must be time-stamped by one'),
    )
    .addOption(once('--nonce <text>', 'what you gave the supplier for this run'))
    .option(
      '--for-submission',
      'end with 5 unless the run can be submitted: passed, nothing left out, nothing in the way',
    )
    .addOption(
      once(
        '--stage <name>',
        'end with 5 unless the run is complete for this stage of the path to live: development-complete or int; of a client client-development-complete or client-stated',
      ),
    )
    .addOption(once('--suite-index <file>', 'signed index of published suites (default: those of this Assay)'))
    .addOption(many('--package <file|sha256>', 'definitions that you have from their publisher, as an archive (.tgz)'))
    .addOption(many('--countersignature <file>', 'what a reviewer signed about the bundle'))
    .addOption(many('--trust-reviewer <file|fingerprint>', 'certificate (PEM) or fingerprint of a reviewer you trust'))
    .addOption(once('--disclosed <file>', 'what the supplier disclosed of one value that has a stand-in'))
    .option('--replay', 'judge every case again as well')
    .addOption(once('--suites <folder>', 'suites that are to have judged (default: those that were published)'))
    .addOption(JSON_OUTPUT)
    .action(
      carriedOut(async (context, bundle, options) =>
        (await import('../commands/verify.ts')).verify(bundle, options, context),
      ),
    );

  program
    .command('timestamp')
    .description('have the seal of a bundle time-stamped')
    .argument('<bundle>', 'an .evidence.zip')
    .requiredOption('--tsa <url>', 'authority that time-stamps it (RFC 3161)', address)
    .action(
      carriedOut(async (context, bundle, options) =>
        (await import('../commands/timestamp.ts')).timestamp(bundle, options, context),
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

  const countersign = program
    .command('countersign')
    .description('sign, as a reviewer, what you decide of each requirement; the bundle stays as it is')
    .argument('<bundle>', 'an .evidence.zip')
    .requiredOption(
      '--decisions <file>',
      'YAML: who reviewed, and accept, reject or ask with a reason for requirements',
    )
    .option('--out <file>', 'where it is written (default: beside the bundle, as .countersignature.json)');
  withOptions(countersign, SIGNER).action(
    carriedOut(async (context, bundle, options) =>
      (await import('../commands/countersign.ts')).countersign(bundle, options, context),
    ),
  );

  program
    .command('disclose')
    .description('open one value that has a stand-in in a bundle, for a reviewer')
    .argument('<redaction>', 'its id in redactions.json of the bundle, as r-1')
    .requiredOption('--openings <file>', 'what run --keep-openings left beside the bundle')
    .requiredOption('--key <file>', 'private key that it was encrypted to, PEM (passphrase: ASSAY_KEY_PASSPHRASE)')
    .action(
      carriedOut(async (context, redaction, options) =>
        (await import('../commands/disclose.ts')).disclose(redaction, options, context),
      ),
    );

  program
    .command('report')
    .description('render a run again, from its sealed bundle or its folder')
    .argument('[evidence]', 'an .evidence.zip, or the folder of a run')
    .addOption(many('--format <name>', 'only this format; without it all of them'))
    .option(
      '--out <path>',
      'a file for one format; a folder for several, and when it is one, ends with / or has no extension (default: beside the evidence, as .reports)',
    )
    .option('--list', 'show the formats')
    .addOption(JSON_OUTPUT)
    .action(
      carriedOut(async (context, evidence, options) =>
        (await import('../commands/report.ts')).report(evidence, options, context),
      ),
    );

  program
    .command('compare')
    .description('say what is different in the later of two runs')
    .argument('<before>', 'an .evidence.zip, or the folder of a run')
    .argument('<after>', 'the later one')
    .option('--html <file>', 'write it as a page, too')
    .addOption(JSON_OUTPUT)
    .addHelpText(
      'after',
      '\nExit codes: 0 nothing is worse, 1 something is, 2 they cannot be compared, 4 one is not as it was sealed.',
    )
    .action(
      carriedOut(async (context, before, after, options) =>
        (await import('../commands/compare.ts')).compare(before, after, options, context),
      ),
    );
}
