/** Parameters of queries and forms, and members of token responses (RFC 6749 sections 2.3.1, 4 and 5.1, RFC 6750 section 2.3). */
const NAMES = [
  'access_token',
  'refresh_token',
  'id_token',
  'client_secret',
  'client_assertion',
  'password',
  'token',
  'api_key',
  'apikey',
  'subscription-key',
];

/** The names as a part of a regular expression. */
export const SECRET_NAMES = NAMES.join('|');

export const isSecretName = (name: string): boolean => NAMES.includes(name.toLowerCase());

/** Headers that hold secrets are called by what they hold; no list of them would ever be whole. */
const SECRET_HEADER = /auth|token|secret|key|cookie|session|credential|password|signature/i;

/** Whether the whole value of a header is a secret. `WWW-Authenticate` says how to authenticate, and holds none (RFC 9110 section 11.6.1). */
export const isSecretHeader = (name: string): boolean =>
  SECRET_HEADER.test(name) && !/^(?:www|proxy)-authenticate$/i.test(name);
