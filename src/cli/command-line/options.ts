import { type Command, InvalidArgumentError, Option } from 'commander';
import { address, atLeastOne, duration, nonce, port } from './parse.ts';

/** The interface that commands take when none is named. */
export const DEFAULT_SUITES = 'suites/uec-booking';

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

export const many = (flags: string, description: string): Option =>
  new Option(flags, `${description}; may be given several times`).argParser(collect).default([], 'none');

/** Of two values one would be dropped in silence. */
export const once = (flags: string, description: string): Option =>
  new Option(flags, description).argParser((value: string, before?: string) => {
    if (before !== undefined) throw new InvalidArgumentError('It is given twice.');
    return value;
  });

export const JSON_OUTPUT = new Option('--json', 'the outcome as JSON on standard output');
const CONFIG = new Option('--config <file>', 'configuration (default: assay.config.yaml, when there is one)');
export const EVIDENCE = new Option('--evidence <folder>', 'where the folder of the run is made').default('evidence');
export const WORKERS = new Option('--workers <n>', 'cases under way at once').argParser(atLeastOne).default(2);
export const ALLOW_SKIPS = new Option('--allow-skips', 'skipped cases do not spoil the exit code');
export const EXCHANGE_DEADLINE = new Option('--deadline <time>', 'longest time for one exchange')
  .argParser(duration)
  .default(10_000, '10s');
export const WAIVERS = new Option('--waivers <file>', 'known shortfalls, who answers for them and until when');
export const PACKAGES = many('--package <path>', 'official definitions: a folder, a .tgz, or one .json or .xml file');

export const listening = (whoCalls: string): Option =>
  new Option('--port <n>', `${whoCalls}; 0 takes any free port`).argParser(port).default(0);

export const HOST = new Option(
  '--host <name>',
  'name or address of this machine at which it listens, 0.0.0.0 for all (default: 127.0.0.1, for this machine alone)',
);

export const within = (description: string): Option =>
  new Option('--within <time>', `${description}, as 10m; else what its case says`).argParser(duration);

/** Which cases, of what, with which values. */
export const SELECTION: readonly Option[] = [
  CONFIG,
  many('--filter <text>', 'only cases whose id, title or suite contains this'),
  many('--tag <tag>', 'only cases with this tag'),
  many('--set <name=value>', 'replace a value of the interface'),
  PACKAGES,
];

/** How we connect to a provider. */
export const CLIENT_TLS: readonly Option[] = [
  new Option('--client-cert <file>', 'certificate that is shown to the provider, PEM, with its issuers below'),
  new Option('--client-key <file>', 'its private key, PEM'),
  new Option('--client-p12 <file>', 'both, as PKCS#12'),
  new Option('--ca <file>', 'authorities that may have signed the certificate of the provider, PEM'),
];

export const CLIENTS_OVER_TLS = new Option(
  '--tls <folder>',
  'the client calls over TLS, with certificates that are made and written there',
);

export const NONCE = new Option('--nonce <text>', 'what the reviewer gave you for this run; it is sealed').argParser(
  nonce,
);

export const TSA = new Option('--tsa <url>', 'authority that time-stamps the seal (RFC 3161)').argParser(address);

export const SIGNER: readonly Option[] = [
  new Option('--key <file>', 'private key that seals, PEM'),
  new Option('--cert <file>', 'its certificate, PEM, with the issuers below'),
  new Option('--p12 <file>', 'both in one file, PKCS#12 (passphrase: ASSAY_KEY_PASSPHRASE)'),
  new Option('--signer <program>', 'program that signs its standard input with the key of --cert, in place of --key'),
];

/** What people answer that no message shows. */
export const ATTESTING: readonly Option[] = [
  new Option('--answers <file>', 'answers that were given beforehand, to what only a person can tell'),
  many('--attach <case=file>', 'a picture, an extract of a log or a document that shows something of a case'),
  new Option('--attester <name>', 'who answers at the terminal'),
  new Option('--unattended', 'leave out the cases that ask a person'),
];

/** What the supplier says is under test. */
export const IDENTITY: readonly Option[] = [
  new Option('--sut-name <text>', 'name of the product under test'),
  new Option('--sut-version <text>', 'version of the product under test'),
  new Option('--sut-organisation <text>', 'its supplier'),
  new Option('--sut-ods <code>', 'ODS code of the supplier'),
  new Option('--sut-environment <text>', 'where it runs'),
];

export const withOptions = (command: Command, options: readonly Option[]): Command =>
  options.reduce((extended, option) => extended.addOption(option), command);
