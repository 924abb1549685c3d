import { holdsClaims } from './claims.ts';
import { withoutPercents } from './escapes.ts';
import { isNhsNumber, NHS_NUMBER_SHAPE, nhsDigits } from './nhs-number.ts';
import { redactParameters } from './parameters.ts';
import { mayStay, type Protection } from './protection.ts';
import { SECRET_NAME } from './secret-names.ts';
import { NAMED_SECRET, namedSecret, PERHAPS_SECRET, QUOTED_CREDENTIALS, randomSecret } from './secret-phrases.ts';
import { isSecretKind, type Kind } from './shapes.ts';

/** What is replaced wherever it stands in a text: URL, header value, body or message of a finding. */
interface TextRule {
  readonly rule: string;
  readonly kind: Kind;
  /** Global; its group `value` is replaced. */
  readonly pattern: RegExp;
  /** The value as it is remembered; undefined when this is not one after all. */
  readonly read?: (value: string) => string | undefined;
}

const TEXT_RULES: readonly TextRule[] = [
  {
    // Parameters of queries and forms (RFC 6749 sections 2.3.1 and 4, RFC 6750 section 2.3).
    rule: 'secret-parameter',
    kind: 'secret',
    read: withoutPercents,
    pattern: new RegExp(`(?:[?&]|^)${SECRET_NAME}=(?<value>[^&\\s"#]+)`, 'gi'),
  },
  {
    // Members of token responses (RFC 6749 section 5.1).
    rule: 'secret-member',
    kind: 'secret',
    pattern: new RegExp(`"${SECRET_NAME}"\\s*:\\s*"(?<value>(?!")[^"\\\\]*(?:\\\\.[^"\\\\]*)*)"`, 'gi'),
  },
  { rule: 'named-secret', kind: 'secret', pattern: NAMED_SECRET, read: namedSecret },
  { rule: 'named-secret', kind: 'secret', pattern: PERHAPS_SECRET, read: randomSecret },
  { rule: 'credentials', kind: 'token', pattern: QUOTED_CREDENTIALS, read: randomSecret },
  {
    rule: 'private-key',
    kind: 'key',
    pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----(?<value>[^-]+)-----END/g,
  },
  {
    // The third part of a JWS in its compact form (RFC 7515 section 7.1); its header is a JSON object.
    rule: 'token-signature',
    kind: 'token',
    pattern: /(?<![\w-])eyJ[\w-]*\.[\w-]*\.(?<value>[\w-]+)/g,
    read: (value) => (holdsClaims(value) ? undefined : value),
  },
  {
    rule: 'nhs-number',
    kind: 'nhs-number',
    pattern: NHS_NUMBER_SHAPE,
    read: (value) => (isNhsNumber(value) ? nhsDigits(value) : undefined),
  },
];

/** Most texts have no word that any rule for secrets begins with, and are read once instead of once for each. */
const MAY_HOLD_SECRET =
  /pass|pwd|secret|key|token|session|credential|sig|auth|assertion|cookie|basic|bearer|negotiate|eyJ/i;
const RULES_BUT_SECRETS = TEXT_RULES.filter(({ kind }) => !isSecretKind(kind));

export interface RedactedText {
  readonly text: string;
  /** Rules that replaced something. */
  readonly rules: readonly string[];
}

export function redactText(original: string, protection: Protection): RedactedText {
  const rules = new Set<string>();
  let text = withoutKnown(original, protection, rules);
  for (const { rule, kind, pattern, read = itself } of MAY_HOLD_SECRET.test(text) ? TEXT_RULES : RULES_BUT_SECRETS) {
    text = text.replace(pattern, (found, ...rest) => {
      const written = valueIn(rest);
      const value = read(written);
      if (value === undefined || mayStay(kind, value, protection)) return found;
      rules.add(rule);
      const place = found.lastIndexOf(written);
      return found.slice(0, place) + protection.standIns.for(kind, value) + found.slice(place + written.length);
    });
  }
  text = redactParameters(text, protection, (rule) => rules.add(rule));
  return { text, rules: [...rules] };
}

/** A secret that the run was given may stand anywhere, as it is or in a URL. */
function withoutKnown(original: string, { standIns }: Protection, rules: Set<string>): string {
  let text = original;
  for (const { original: secret, standIn } of standIns.known) {
    for (const written of new Set([secret, encodeURIComponent(secret)])) {
      if (!text.includes(written)) continue;
      rules.add('known-secret');
      standIns.replaced('secret', secret, standIn);
      text = text.replaceAll(written, () => standIn);
    }
  }
  return text;
}

const itself = (value: string): string => value;

/** The last argument of a replacer is the named groups. */
function valueIn(rest: readonly unknown[]): string {
  const groups = rest.at(-1);
  return typeof groups === 'object' && groups !== null && 'value' in groups ? String(groups.value) : '';
}
