/** How a name and its value are put into prose, a log line or a quoted payload: `name=value`, `name: value`, `\"name\" : \"value\"`. */
const IS = String.raw`[\\"']{0,8}\s{0,4}[:=]\s{0,4}[\\"']{0,8}`;
const VALUE = String.raw`(?<value>[^\s"'\\,;&<>{}[\]()]+)`;

/** What follows a name that always names a secret. */
export const NAMED_SECRET = new RegExp(
  `(?:password|passwd|passphrase|(?<![a-z])pwd|secret|(?:api|access|private|subscription|shared)[_-]?key)${IS}${VALUE}`,
  'gi',
);

/** What follows a name that may name a secret, a state or a kind. */
export const PERHAPS_SECRET = new RegExp(
  String.raw`(?:token|session[_-]?id|credentials?|(?<![a-z])(?:session|sig|signature|auth|assertion)|cookie${IS}[\w.-]{1,64}(?==))${IS}${VALUE}`,
  'gi',
);

/** Credentials as a header has them, with a scheme before them (RFC 9110 section 11.4), wherever they are quoted. */
export const QUOTED_CREDENTIALS = new RegExp(
  String.raw`(?:(?<![a-z])(?:basic|bearer|negotiate|apikey)\s{1,4}|authorization${IS})(?<value>[\w+/=.~-]{8,})`,
  'gi',
);

/** What people say of a secret that is not there, or not right. */
const OF_A_SECRET =
  /^(?:absent|bad|blank|empty|expired|failed|has|header|incorrect|invalid|is|malformed|missing|must|mismatch|not|optional|rejected|required|should|string|text|unknown|was|wrong|\*+|\.+)[.:]?$/i;

/** The value of a name that names a secret; undefined when it only says something of it. */
export const namedSecret = (value: string): string | undefined => (OF_A_SECRET.test(value) ? undefined : value);

const SHORTEST_SECRET = 6;

/** A date, an address, or a token in its compact form, what of which is a secret another rule knows. */
const NO_SECRET = /^(?:\d{4}-\d\d-\d\d|[a-z]+:\/\/|(?:eyJ|e30)[\w-]*\.)/;

/** Made at random by its looks, and so no word: digits or capitals within. */
export const randomSecret = (value: string): string | undefined =>
  value.length >= SHORTEST_SECRET && /\d|[a-z][A-Z]/.test(value) && !NO_SECRET.test(value) ? value : undefined;
