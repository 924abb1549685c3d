import type { Transport } from '../http/transport.ts';
import { type Diagnostic, isError } from '../model/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import { type Config, readConfig } from './config.ts';
import type { Context } from './context.ts';
import { readSecrets, type Secrets } from './secret-references.ts';
import { valuesOf } from './set-values.ts';
import { checkTarget } from './target.ts';
import { type TlsFlags, tlsOf } from './tls-flags.ts';
import { readTransport } from './tls-settings.ts';

/** What the user says of a run: the configuration, and over it what flags or the environment say. */
export interface Given extends TlsFlags {
  readonly config?: string;
  readonly target?: string;
  /** `name.path=value` */
  readonly set: readonly string[];
}

export interface Settings {
  readonly target?: string;
  readonly system: NonNullable<Config['system']>;
  /** With references in the place of secrets. */
  readonly values: JsonObject;
  readonly secrets: Secrets;
  readonly transport: Transport;
  /** A finding about the values with the place where they are configured. */
  readonly placed: (finding: Diagnostic) => Diagnostic;
}

/** Reads and checks all of it before anything is written or sent. */
export async function readSettings(
  given: Given,
  context: Context,
): Promise<{ readonly settings: Settings } | { readonly problems: readonly Diagnostic[] }> {
  const { config: file, target: named, set } = given;
  const { config, diagnostics, locate } = await readConfig(file, context.cwd);
  if (diagnostics.some(isError)) return { problems: diagnostics };
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
  const target = named ?? config.target;
  const wrongTarget =
    target === undefined ? undefined : await checkTarget(target, named === undefined ? locate?.('/target') : undefined);
  const read = await readSecrets(values, context);
  const tls = tlsOf(config.tls ?? {}, given);
  const { transport, diagnostics: tlsProblems } = await readTransport(tls.config, context.now(), context);
  const problems = [
    ...(wrongTarget ? [wrongTarget] : []),
    ...read.diagnostics.map(placed),
    ...tlsProblems.map((finding) => tls.placed(finding, locate)),
  ];
  if (transport === undefined || problems.length > 0) return { problems };
  return {
    settings: {
      ...(target === undefined ? {} : { target }),
      system: config.system ?? {},
      values,
      secrets: read.secrets,
      transport,
      placed,
    },
  };
}

/** The name of a `name.path=value`; the value may be a secret. */
const nameOf = (setting: string): string => setting.slice(0, setting.indexOf('='));

/** Whether what a pointer leads to was set by this flag. */
function isWithin(pointer: string, setting: string): boolean {
  const set = `/${nameOf(setting).replaceAll('.', '/')}`;
  return pointer === set || pointer.startsWith(`${set}/`);
}
