import type { Transport } from '../http/transport.ts';
import { type Diagnostic, isError } from '../model/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import type { SystemUnderTest } from '../model/system-under-test.ts';
import { type Config, type DriveConfig, type ReadConfig, readConfig } from './config.ts';
import type { Context } from './context.ts';
import { intervalOf } from './rate.ts';
import { readSecrets, type Secrets } from './secret-references.ts';
import { valuesOf } from './set-values.ts';
import { checkTarget } from './target.ts';
import { undeclaredPatients } from './test-patients.ts';
import { authorityAddress } from './time-source.ts';
import { type TlsFlags, tlsOf } from './tls-flags.ts';
import { readTransport } from './tls-settings.ts';

/** What the user says of a run: the configuration, and over it what flags or the environment say. */
export interface Given extends TlsFlags {
  readonly config?: string;
  readonly target?: string;
  /** Address of a proxy. */
  readonly via?: string;
  /** `name.path=value` */
  readonly set: readonly string[];
  /** Paths of official definitions; they count before those of the configuration. */
  readonly package?: readonly string[];
  /** Goes before that of the configuration. */
  readonly rate?: string;
  /** Path of `waivers.yaml`; goes before that of the configuration. */
  readonly waivers?: string;
  /** Goes before that of the configuration. */
  readonly tsa?: URL;
}

export interface Settings {
  readonly target?: string;
  readonly system: Omit<SystemUnderTest, 'role' | 'baseUrl'>;
  readonly packages: readonly string[];
  /** Path of `waivers.yaml`. */
  readonly waivers?: string;
  /** Path of a redaction policy. */
  readonly redaction?: string;
  /** Least time between two requests. */
  readonly intervalMs?: number;
  /** The authority that time-stamps seals. */
  readonly tsa?: URL;
  /** With references in the place of secrets. */
  readonly values: JsonObject;
  readonly secrets: Secrets;
  readonly transport: Transport;
  /** How a client under test is asked to do something. */
  readonly drive: DriveConfig;
  /** Who answers what only a person can tell. */
  readonly attester?: string;
  /** A finding about the values with the place where they are configured. */
  readonly placed: (finding: Diagnostic) => Diagnostic;
}

/** Reads and checks all of it before anything is written or sent. */
export async function readSettings(
  given: Given,
  context: Context,
): Promise<{ readonly settings: Settings } | { readonly problems: readonly Diagnostic[] }> {
  const { config: file, target: named, set, package: packages = [] } = given;
  const reading = await readConfig(file, context.cwd);
  const { config, diagnostics, locate } = reading;
  if (diagnostics.some(isError)) return { problems: diagnostics };
  if (named === undefined && config.target === null) return { problems: [blankTarget(reading)] };
  const wanted = valuesOf(config.values ?? {}, set);
  if ('problem' in wanted) return { problems: [wanted.problem] };
  const { values } = wanted;

  const placed = (finding: Diagnostic): Diagnostic => {
    const pointer = finding.location?.pointer;
    if (pointer === undefined || finding.location?.source !== undefined) return finding;
    const flag = set.find((setting) => isWithin(pointer, setting));
    if (flag !== undefined) return { ...finding, message: `${finding.message} (--set ${nameOf(flag)})` };
    if (locate === undefined) return finding;
    return { ...finding, location: { pointer, source: locate(`/values${pointer}`) } };
  };
  const target = named ?? config.target ?? undefined;
  const wrongTarget =
    target === undefined ? undefined : await checkTarget(target, named === undefined ? locate?.('/target') : undefined);
  const via = given.via ?? config.via ?? undefined;
  const wrongVia =
    via === undefined
      ? undefined
      : await checkTarget(via, given.via === undefined ? locate?.('/via') : undefined, 'proxy (via)');
  const read = await readSecrets(values, context);
  const tls = tlsOf(config.tls ?? {}, given);
  const { transport, diagnostics: tlsProblems } = await readTransport(tls.config, context.now(), context);
  const patients = undeclaredPatients(values, config.testPatients ?? []);
  const tsa = authorityIn(given.tsa, config);
  const problems = [
    ...(tsa === undefined && typeof config.tsa === 'string' ? [noAuthority(reading)] : []),
    ...(wrongTarget ? [wrongTarget] : []),
    ...(wrongVia ? [wrongVia] : []),
    ...(via !== undefined && target === undefined ? [NOTHING_BEHIND] : []),
    ...[...read.diagnostics, ...patients].map(placed),
    ...tlsProblems.map((finding) => tls.placed(finding, locate)),
  ];
  if (transport === undefined || problems.length > 0) return { problems };
  return {
    settings: {
      ...(target === undefined ? {} : { target }),
      system: { ...statedOf(config.system ?? {}), ...(via !== undefined && { via }) },
      packages: [...packages, ...(config.packages ?? [])],
      ...(typeof config.redaction === 'string' && { redaction: config.redaction }),
      ...waiversIn(given.waivers ?? config.waivers ?? undefined),
      drive: config.drive ?? {},
      ...(typeof config.attester === 'string' && { attester: config.attester }),
      ...intervalIn(given.rate ?? config.rate ?? undefined),
      ...(tsa && { tsa }),
      values,
      secrets: read.secrets,
      transport,
      placed,
    },
  };
}

const NOTHING_BEHIND: Diagnostic = {
  code: 'USAGE',
  severity: 'error',
  message: 'A proxy is named, and no target behind it',
  hint: 'Name the base URL of the provider as target, or leave out --via and via of the configuration.',
};

const authorityIn = (given: URL | undefined, { tsa }: Config): URL | undefined =>
  given ?? (typeof tsa === 'string' ? authorityAddress(tsa) : undefined);

const waiversIn = (waivers: string | undefined): Pick<Settings, 'waivers'> =>
  waivers === undefined ? {} : { waivers };

function intervalIn(rate: string | undefined): Pick<Settings, 'intervalMs'> {
  const intervalMs = rate === undefined ? undefined : intervalOf(rate);
  return intervalMs === undefined ? {} : { intervalMs };
}

/** What is known of the system; a blank says nothing. */
function statedOf(system: NonNullable<Config['system']>): Settings['system'] {
  return Object.fromEntries(Object.entries(system).filter(([, fact]) => fact !== null));
}

/** Without a target the reference provider would be tested, which whoever left a blank for their own does not want. */
const blankTarget = ({ locate }: ReadConfig): Diagnostic => ({
  code: 'CONFIG_INVALID',
  severity: 'error',
  message: '"target" is left blank',
  hint: 'Write the base URL of your provider, or take the line out to test the reference provider.',
  ...(locate && { location: { pointer: '/target', source: locate('/target') } }),
});

const noAuthority = ({ locate }: ReadConfig): Diagnostic => ({
  code: 'CONFIG_INVALID',
  severity: 'error',
  message: 'What "tsa" names is not the address of an authority of time',
  hint: 'Write it as http://tsa.example/, without a password.',
  ...(locate && { location: { pointer: '/tsa', source: locate('/tsa') } }),
});

/** The name of a `name.path=value`; the value may be a secret. */
const nameOf = (setting: string): string => setting.slice(0, setting.indexOf('='));

/** Whether what a pointer leads to was set by this flag. */
function isWithin(pointer: string, setting: string): boolean {
  const set = `/${nameOf(setting).replaceAll('.', '/')}`;
  return pointer === set || pointer.startsWith(`${set}/`);
}
