import type { Protection } from './protection.ts';
import { redactText } from './text-rules.ts';

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

export interface HeaderRedaction {
  readonly rule: string;
  readonly value: string;
}

/** What a header may be written as; undefined when it may stay. */
export function redactHeader(name: string, value: string, protection: Protection): HeaderRedaction | undefined {
  const key = name.toLowerCase();
  const whole = SECRET_HEADERS.has(key)
    ? { rule: 'secret-header', value: protection.standIns.for('secret', value) }
    : CREDENTIAL_HEADERS.has(key)
      ? redactCredentials(value, protection)
      : undefined;
  const { text, rules } = redactText(whole?.value ?? value, protection);
  const rule = whole?.rule ?? rules[0];
  return rule === undefined ? undefined : { rule, value: text };
}

function redactCredentials(value: string, protection: Protection): HeaderRedaction | undefined {
  const { standIns, isDeclared } = protection;
  const [, scheme = '', credentials = ''] = /^(\S+)\s*(.*)$/s.exec(value) ?? [];
  if (scheme.toLowerCase() !== 'bearer') {
    return { rule: 'credentials', value: `${scheme} ${standIns.for('secret', credentials)}` };
  }
  if (credentials === '' || isDeclared(credentials)) return undefined;
  const [, header, claims = '', signature = ''] = /^([\w-]+)\.([\w-]*)\.([\w-]*)$/.exec(credentials) ?? [];
  if (header === undefined) return { rule: 'bearer', value: `${scheme} ${standIns.for('secret', credentials)}` };

  const kept = redactClaims(claims, protection);
  const signed = signature === '' ? '' : standIns.for('secret', signature);
  if (kept === claims && signature === '') return undefined;
  return {
    rule: signature === '' ? 'token-claims' : 'token-signature',
    value: `${scheme} ${header}.${kept}.${signed}`,
  };
}

const JSON_TEXT = /"(?:[^"\\]|\\.)*"/g;

/**
 * Claims were built from declared identities and stay, but for what is nobody's declared test data. Their numbers are
 * times (RFC 7519 section 2), one in eleven of which has the check digit of an NHS number.
 */
function redactClaims(claims: string, protection: Protection): string {
  const text = Buffer.from(claims, 'base64url').toString('utf8');
  const changed = text.replace(JSON_TEXT, (quoted) => redactText(quoted, protection).text);
  return changed === text ? claims : Buffer.from(changed, 'utf8').toString('base64url');
}
