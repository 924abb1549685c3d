import { type Command, Option } from 'commander';
import { KEY_TYPES } from '../../evidence/seal/key-type.ts';
import type { CarriedOut } from './carried-out.ts';
import { JSON_OUTPUT, SIGNER, withOptions } from './options.ts';
import { odsCode } from './parse.ts';

const SUBJECT: readonly Option[] = [
  new Option('--organisation <name>', 'whose key it is'),
  new Option('--ods <code>', 'ODS code of the organisation').argParser(odsCode),
  new Option(
    '--subject <name>',
    'the whole subject of the certificate instead, as "CN=Example evidence, O=Example Ltd"',
  ),
];

/** The key of a supplier, from its making to what a reviewer enrols. */
export function keyCommands(program: Command, carriedOut: CarriedOut): void {
  const keys = program.command('keys').description('make and show the key that seals (assay keys --help)');
  withOptions(
    keys
      .command('create')
      .description(
        'make a key and a certificate that it signs itself; encrypted by ASSAY_KEY_PASSPHRASE or at a prompt',
      )
      .addOption(new Option('--type <type>', 'kind of key').choices(KEY_TYPES).default(KEY_TYPES[0]))
      .option('--out <folder>', 'where signer.key and signer.crt are written (default: where Assay looks for them)'),
    [...SUBJECT, JSON_OUTPUT],
  ).action(carriedOut(async (context, options) => (await import('../commands/keys.ts')).create(options, context)));
  withOptions(
    keys
      .command('request')
      .description('write what an authority needs to certify a key (PKCS#10) to standard output')
      .option('--key <file>', 'private key, PEM (default: your own)')
      .option('--cert <file>', 'a certificate whose subject is asked for again, PEM'),
    SUBJECT,
  ).action(carriedOut(async (context, options) => (await import('../commands/keys.ts')).request(options, context)));
  withOptions(
    keys
      .command('show')
      .description('show a key and its certificate (default: your own), or with --cert alone a certificate'),
    [...SIGNER, JSON_OUTPUT],
  ).action(carriedOut(async (context, options) => (await import('../commands/keys.ts')).show(options, context)));
}
