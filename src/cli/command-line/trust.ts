import type { Command } from 'commander';
import type { CarriedOut } from './carried-out.ts';
import { SIGNER, withOptions } from './options.ts';
import { atLeastOne, day, odsCode } from './parse.ts';

/** What whoever keeps the list of enrolled signers does with it. */
export function trustCommands(program: Command, carriedOut: CarriedOut): void {
  const trust = program.command('trust').description('keep a signed list of enrolled signers (assay trust --help)');
  const signer = 'their certificate (PEM) or its SHA-256 fingerprint';
  trust
    .command('add')
    .description('enrol a signer in a draft, which is made when there is none')
    .argument('<draft>', 'a .json')
    .argument('<signer>', signer)
    .requiredOption('--ods <code>', 'ODS code of the organisation', odsCode)
    .requiredOption('--product <name>', 'the product that it may sign evidence about')
    .option('--from <date>', 'first day (default: that of the certificate)', day)
    .option('--to <date>', 'last day (default: that of the certificate)', day)
    .option('--again', 'take back that it was revoked, for every product')
    .action(
      carriedOut(async (context, draft, certificate, options) =>
        (await import('../commands/trust.ts')).enrol(draft, certificate, options, context),
      ),
    );
  trust
    .command('revoke')
    .description('mark a signer of a draft as revoked')
    .argument('<draft>', 'a .json')
    .argument('<signer>', signer)
    .action(
      carriedOut(async (context, draft, certificate) =>
        (await import('../commands/trust.ts')).revoke(draft, certificate, context),
      ),
    );
  trust
    .command('show')
    .description('list the signers of a store, or the suites of an index')
    .argument('<file>', 'a draft, or what was signed')
    .action(carriedOut(async (context, file) => (await import('../commands/trust.ts')).show(file, context)));
  trust
    .command('merge')
    .description('put the releases of an index of suites into a draft of one, which is made when there is none')
    .argument('<draft>', 'a .json')
    .argument('<index>', 'dist/suites.index.json of a release, or what was signed')
    .action(
      carriedOut(async (context, draft, index) => (await import('../commands/trust.ts')).merge(draft, index, context)),
    );
  withOptions(trust.command('sign').description('sign a draft as the next version, or an index of suites'), SIGNER)
    .argument('<draft>', 'a .json')
    .requiredOption('--out <file>', 'where the signed file is written')
    .option('--days <n>', 'how long a store counts', atLeastOne, 90)
    .action(
      carriedOut(async (context, draft, options) =>
        (await import('../commands/trust.ts')).sign(draft, options, context),
      ),
    );
}
