import { holdsClaims } from './claims.ts';
import { jsonLeaves } from './json-leaves.ts';
import { edited } from './leaf.ts';
import { redactLine } from './payload.ts';
import { kindOfHeader } from './person-names.ts';
import { mayStay, type Protection } from './protection.ts';
import { isSecretHeader, kindOfSecret } from './secret-names.ts';
import { redactText } from './text-rules.ts';

export interface HeaderRedaction {
  readonly rule: string;
  readonly value: string;
}

/** What a header may be written as; undefined when it may stay. */
export function redactHeader(name: string, value: string, protection: Protection): HeaderRedaction | undefined {
  const whole = /^(?:proxy-)?authorization$/i.test(name)
    ? redactCredentials(value, protection)
    : isSecretHeader(name) && !mayStay('secret', value, protection)
      ? { rule: 'secret-header', value: protection.standIns.for(kindOfSecret(name), value) }
      : redactPerson(name, value, protection);
  const rules: string[] = [];
  const written = redactLine(whole?.value ?? value, protection, (found) => rules.push(found));
  const rule = whole?.rule ?? rules[0];
  return rule === undefined ? undefined : { rule, value: written };
}

function redactPerson(name: string, value: string, protection: Protection): HeaderRedaction | undefined {
  const kind = kindOfHeader(name, value, protection.rules);
  if (kind === undefined || mayStay(kind, value, protection)) return undefined;
  return { rule: kind, value: protection.standIns.for(kind, value) };
}

/** Header and claims are JSON objects in base64url. What follows is a signature, or what a faulty token has in its place. */
const JWT = /^((?:eyJ|e30)[\w-]*)\.((?:eyJ|e30)[\w-]*)((?:\.[\w-]*)*)$/;

function redactCredentials(value: string, protection: Protection): HeaderRedaction | undefined {
  const { standIns } = protection;
  // Without a scheme all of it is credentials.
  const [, scheme = '', credentials = value] = /^(\S+\s+)(\S.*)$/s.exec(value) ?? [];
  if (mayStay('token', credentials, protection)) return undefined;
  if (scheme.trim().toLowerCase() !== 'bearer') {
    return { rule: 'credentials', value: scheme + standIns.for('token', credentials) };
  }
  // What a token endpoint issued is a secret as a whole, also when it is a JWT.
  const jwt = standIns.knows(credentials) ? null : JWT.exec(credentials);
  if (jwt === null) return { rule: 'bearer', value: scheme + standIns.for('token', credentials) };

  const [, header, claims = '', rest = ''] = jwt;
  const kept = redactClaims(claims, protection);
  const unsigned = rest.replace(/[\w-]+/g, (part) => redactRest(part, protection));
  if (kept === claims && unsigned === rest) return undefined;
  return {
    rule: unsigned === rest ? 'token-claims' : 'token-signature',
    value: `${scheme}${header}.${kept}${unsigned}`,
  };
}

/** A signature is a secret; a faulty token may have other claims there, or what the suites put there. */
function redactRest(part: string, protection: Protection): string {
  if (mayStay('token', part, protection)) return part;
  return holdsClaims(part) ? redactClaims(part, protection) : protection.standIns.for('token', part);
}

const JSON_TEXT = /"(?:[^"\\]|\\.)*"/g;

/**
 * Claims were built from declared identities and stay, but for what is nobody's declared test data: NHS numbers, and what the policy of the
 * interface names. Numbers are times (RFC 7519 section 2), one in eleven of which has the check digit of an NHS number.
 */
function redactClaims(claims: string, protection: Protection): string {
  const text = Buffer.from(claims, 'base64url').toString('utf8');
  const named = jsonLeaves(text).flatMap((leaf) => {
    const kind = protection.rules.claim(leaf);
    if (kind === undefined || mayStay(kind, leaf.text, protection)) return [];
    return [{ leaf, changed: protection.standIns.for(kind, leaf.text) }];
  });
  const changed = edited(text, named).replace(JSON_TEXT, (quoted) => redactText(quoted, protection).text);
  return changed === text ? claims : Buffer.from(changed, 'utf8').toString('base64url');
}
