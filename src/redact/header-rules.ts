import type { IsDeclared } from './declared.ts';
import type { StandIns } from './stand-ins.ts';

/** Headers whose whole value is a secret. */
const SECRET_HEADERS: ReadonlySet<string> = new Set([
  'cookie',
  'set-cookie',
  'x-api-key',
  'apikey',
  'api-key',
  'ocp-apim-subscription-key',
  'proxy-authorization',
]);

const CREDENTIAL_HEADERS: ReadonlySet<string> = new Set(['authorization']);

/** Query and form parameters that carry secrets (RFC 6749 sections 2.3.1, 4 and RFC 6750 section 2.3). */
export const SECRET_PARAMETERS =
  /(?<=[?&]|^)(access_token|refresh_token|client_secret|client_assertion|password|token|api_key|apikey|code)=([^&\s]+)/g;

export interface HeaderRedaction {
  readonly rule: string;
  readonly value: string;
}

/** What a header may be written as; undefined when it may stay. */
export function redactHeader(
  name: string,
  value: string,
  standIns: StandIns,
  isDeclared: IsDeclared,
): HeaderRedaction | undefined {
  const key = name.toLowerCase();
  if (SECRET_HEADERS.has(key)) return { rule: 'secret-header', value: standIns.for('secret', value) };
  return CREDENTIAL_HEADERS.has(key) ? redactCredentials(value, standIns, isDeclared) : undefined;
}

/** A JWT is kept but for its signature: header and claims were built from declared identities. Anything else is replaced. */
function redactCredentials(value: string, standIns: StandIns, isDeclared: IsDeclared): HeaderRedaction | undefined {
  const [, scheme = '', credentials = ''] = /^(\S+)\s*(.*)$/s.exec(value) ?? [];
  if (scheme.toLowerCase() !== 'bearer') {
    return { rule: 'credentials', value: `${scheme} ${standIns.for('secret', credentials)}` };
  }
  if (credentials === '' || isDeclared(credentials)) return undefined;
  const jwt = /^([\w-]+\.[\w-]*)\.([\w-]*)$/.exec(credentials);
  if (jwt?.[1] === undefined) return { rule: 'bearer', value: `${scheme} ${standIns.for('secret', credentials)}` };
  const signature = jwt[2] ?? '';
  return signature === ''
    ? undefined
    : { rule: 'token-signature', value: `${scheme} ${jwt[1]}.${standIns.for('secret', signature)}` };
}
