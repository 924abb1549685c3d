import { remembered } from './remembered.ts';
import type { Kind } from './shapes.ts';

/**
 * A name that ends as those of secrets do: parameters of queries and forms, members of token responses (RFC 6749 sections
 * 2.3.1, 4 and 5.1, RFC 6750 section 2.3), and what vendors call theirs. Short words count only as words of their own. A part of a
 * regular expression.
 */
export const SECRET_NAME = String.raw`(?:[\w.-]*(?:token|secret|password|passwd|passphrase|(?:api|access|private|subscription|shared)[_-]?key|session[_-]?id|credentials?)|(?:[\w.-]*[_.-])?(?:pwd|assertion|session|sig|signature|auth))`;

const WHOLE_NAME = new RegExp(`^${SECRET_NAME}$`, 'i');

export const isSecretName = remembered((name) => WHOLE_NAME.test(name));

/** Words that stand where secrets stand, and are none. */
export const saysNothing = (value: string): boolean =>
  /^(?:true|false|null|none|basic|bearer|\d{1,4})?$/i.test(value.trim());

/** Headers that hold secrets are called by what they hold; no list of them would ever be whole. */
const SECRET_HEADER = /auth|token|secret|key|cookie|session|credential|password|signature/i;

/** Whether the whole value of a header is a secret. `WWW-Authenticate` says how to authenticate, and holds none (RFC 9110 section 11.6.1). */
export const isSecretHeader = (name: string): boolean =>
  SECRET_HEADER.test(name) && !/^(?:www|proxy)-authenticate$/i.test(name);

/** What kind of secret is called so. */
export const kindOfSecret = (name: string): Kind =>
  /cookie/i.test(name) ? 'cookie' : /key/i.test(name) ? 'key' : /auth|token|session/i.test(name) ? 'token' : 'secret';
