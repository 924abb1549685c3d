import { ACTIONS, type Action } from '../client/actions.ts';
import type { TlsSettings } from '../http/tls.ts';
import { connecting } from '../http/transport.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import { hintFor } from '../schema/suggestion.ts';
import type { Context } from './context.ts';
import { checkTarget } from './target.ts';
import { type TlsFlags, tlsOf } from './tls-flags.ts';
import { readTransport } from './tls-settings.ts';

/** Flags; each goes before its variable of the environment. */
export interface GivenToClient extends TlsFlags {
  readonly target?: string;
  /** JSON object. */
  readonly with?: string;
}

export interface ClientSettings {
  readonly action: Action;
  readonly baseUrl: string;
  /** What tokens name, when that is not the base URL. */
  readonly audience?: string;
  /** Values that differ from the usual ones. */
  readonly given: JsonObject;
  readonly tls: TlsSettings;
}

/**
 * What the reference client is to do, for whom and where: flags, and the variables that a run sets for the command that drives a client
 * under test, ASSAY_DO, ASSAY_BASE_URL, ASSAY_AUDIENCE, ASSAY_WITH, ASSAY_CA, ASSAY_CERT and ASSAY_KEY.
 */
export async function clientSettings(
  asked: string | undefined,
  flags: GivenToClient,
  context: Context,
): Promise<ClientSettings | { readonly problems: readonly Diagnostic[] }> {
  const { env } = context;
  const name = asked ?? env['ASSAY_DO'] ?? '';
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action === undefined) return { problems: [noAction(name)] };
  const given = parsed(flags.with ?? env['ASSAY_WITH'] ?? '{}');
  if (given === undefined) return { problems: [NOT_VALUES] };
  const missing = action.needs.filter((need) => given[need] === undefined);
  if (missing.length > 0) return { problems: [lacks(name, missing)] };

  const baseUrl = (flags.target ?? env['ASSAY_BASE_URL'] ?? '').replace(/\/+$/, '');
  const wrong = await checkTarget(baseUrl);
  const files = {
    ca: flags.ca ?? env['ASSAY_CA'],
    clientCert: flags.clientCert ?? env['ASSAY_CERT'],
    clientKey: flags.clientKey ?? env['ASSAY_KEY'],
  };
  const named = Object.fromEntries(Object.entries(files).filter(([, path]) => path !== undefined)) as TlsFlags;
  const { config, placed } = tlsOf({}, named);
  const { transport, diagnostics } = await readTransport(config, context.now(), context);
  const problems = [...(wrong ? [wrong] : []), ...diagnostics.map((finding) => placed(finding, undefined))];
  if (transport === undefined || problems.length > 0) return { problems };
  const audience = env['ASSAY_AUDIENCE'];
  return { action, baseUrl, ...(audience && { audience }), given, tls: connecting(transport)() };
}

function parsed(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as JsonValue;
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const usage = (message: string, hint: string): Diagnostic => ({ code: 'USAGE', severity: 'error', message, hint });

const noAction = (name: string): Diagnostic =>
  usage(
    name === '' ? 'There is nothing to do' : `The reference client cannot "${name}"`,
    hintFor(name, Object.keys(ACTIONS)),
  );

const NOT_VALUES = usage('The values are no JSON object', 'Write them as {"service":"1000000001","format":"xml"}.');

const lacks = (name: string, [need = '']: readonly string[]): Diagnostic =>
  usage(`To ${name}, the client needs to know the ${need}`, `Give it as {"${need}":"…"}.`);
