/** How a primitive type looks in JSON (https://hl7.org/fhir/R4/datatypes.html, https://hl7.org/fhir/STU3/datatypes.html). */
export interface PrimitiveType {
  readonly json: 'string' | 'number' | 'integer' | 'boolean';
  readonly minimum?: number;
  readonly maximum?: number;
  readonly accepts?: (text: string) => boolean;
  /** What a value must be, for messages. */
  readonly expected: string;
}

// The expressions of the specification, written anew so that each runs in time linear in its input: the published ones for
// code (STU3) and base64Binary can take exponential time.
const matches =
  (expression: RegExp) =>
  (text: string): boolean =>
    expression.test(text);

const YEAR = '-?(?!0000)[0-9]{4}';
const MONTH = '(?:0[1-9]|1[0-2])';
const DAY = '(?:0[1-9]|[12][0-9]|3[01])';
const TIME = '(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\\.[0-9]+)?';
const ZONE = '(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))';

const DATE = new RegExp(`^${YEAR}(?:-${MONTH}(?:-${DAY})?)?$`);
const DATE_TIME = new RegExp(`^${YEAR}(?:-${MONTH}(?:-${DAY}(?:T${TIME}${ZONE})?)?)?$`);
const INSTANT = new RegExp(`^${YEAR}-${MONTH}-${DAY}T${TIME}${ZONE}$`);

const isCalendarDate =
  (form: RegExp) =>
  (text: string): boolean =>
    form.test(text) && dayExists(text);

/** The day of the month, when there is one, exists in that month (Gregorian calendar). */
function dayExists(text: string): boolean {
  const [, year, month, day] = /^-?([0-9]{4})-([0-9]{2})-([0-9]{2})/.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined || Number(day) < 29) return true;
  const isLeap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0);
  const days = Number(month) === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(Number(month)) ? 30 : 31;
  return Number(day) <= days;
}

function isBase64(text: string): boolean {
  const packed = text.replace(/\s/g, '');
  return packed.length % 4 === 0 && /^[0-9A-Za-z+/]+={0,2}$/.test(packed);
}

// Control characters other than tab, line feed and carriage return are not allowed.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const TEXT = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f]+$/;

const INT32_MAX = 2_147_483_647;
const string: PrimitiveType = {
  json: 'string',
  accepts: (text) => !isTooLong(text) && TEXT.test(text),
  expected: 'text',
};
const OID = /^urn:oid:[0-2](?:\.(?:0|[1-9][0-9]*))+$/;
const UUID = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const uri: PrimitiveType = {
  json: 'string',
  accepts: (text) => /^\S+$/.test(text) && isUrn(text),
  expected: 'a URI without spaces: what begins with urn:uuid: or urn:oid: is a UUID or an OID',
};

/** The most characters of a string: 1024 * 1024 (https://hl7.org/fhir/R4/datatypes.html#string, STU3 the same). */
export const MAX_STRING_LENGTH = 1_048_576;

/** Characters are those of Unicode; there are at most as many as UTF-16 has code units. */
export const isTooLong = (text: string): boolean =>
  text.length > MAX_STRING_LENGTH && [...text].length > MAX_STRING_LENGTH;

/** What says that it is an OID or a UUID is one; letters of a UUID may be of either case (RFC 9562 section 4). */
function isUrn(uri: string): boolean {
  if (!/^urn:/i.test(uri)) return true;
  if (/^urn:oid:/i.test(uri)) return OID.test(uri.toLowerCase());
  return !/^urn:uuid:/i.test(uri) || UUID.test(uri.toLowerCase());
}

export const PRIMITIVE_TYPES: Readonly<Record<string, PrimitiveType>> = {
  boolean: { json: 'boolean', expected: 'true or false' },
  integer: { json: 'integer', minimum: -INT32_MAX - 1, maximum: INT32_MAX, expected: 'a 32-bit integer' },
  positiveInt: { json: 'integer', minimum: 1, maximum: INT32_MAX, expected: 'an integer from 1' },
  unsignedInt: { json: 'integer', minimum: 0, maximum: INT32_MAX, expected: 'an integer from 0' },
  decimal: { json: 'number', expected: 'a number' },
  string,
  markdown: string,
  xhtml: { json: 'string', accepts: (text) => text !== '', expected: 'XHTML' },
  uri,
  url: uri,
  canonical: uri,
  code: {
    json: 'string',
    accepts: matches(/^\S+(?: \S+)*$/),
    expected: 'a code without leading, trailing or double spaces',
  },
  id: { json: 'string', accepts: matches(/^[A-Za-z0-9\-.]{1,64}$/), expected: '1 to 64 letters, digits, "-" or "."' },
  oid: { json: 'string', accepts: matches(OID), expected: 'urn:oid: and an OID' },
  uuid: {
    json: 'string',
    accepts: matches(UUID),
    expected: 'urn:uuid: and a lower-case UUID',
  },
  base64Binary: { json: 'string', accepts: isBase64, expected: 'base64' },
  date: { json: 'string', accepts: isCalendarDate(DATE), expected: 'a calendar date: YYYY, YYYY-MM or YYYY-MM-DD' },
  dateTime: {
    json: 'string',
    accepts: isCalendarDate(DATE_TIME),
    expected: 'a date, or YYYY-MM-DDThh:mm:ss with a time zone',
  },
  instant: { json: 'string', accepts: isCalendarDate(INSTANT), expected: 'YYYY-MM-DDThh:mm:ss with a time zone' },
  time: { json: 'string', accepts: matches(new RegExp(`^${TIME}$`)), expected: 'hh:mm:ss' },
};

/** Primitive types of FHIR begin with a small letter, all others with a capital. */
export const isPrimitive = (type: string): boolean => /^[a-z]/.test(type);
