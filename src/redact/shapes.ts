import { REDACTION_CLASSES } from '../model/redaction-policy.ts';
import { checkDigit } from './nhs-number.ts';

/** What kind of value is replaced: the stand-in has the same shape, so that rules about shape still hold. */
export const KINDS = [
  ...REDACTION_CLASSES,
  /** What nobody can read, and so may say anything. */
  'unreadable-body',
] as const;
export type Kind = (typeof KINDS)[number];

/** What opens something to whoever has it, and is none though it stand in test data. */
const SECRETS: ReadonlySet<Kind> = new Set<Kind>(['secret', 'token', 'key', 'cookie']);

export const isSecretKind = (kind: Kind): boolean => SECRETS.has(kind);

/** Whether it is kept from everyone, also of those who act in a profession. */
export const isOfAnyone = (kind: Kind): boolean => kind === 'user-id' || isSecretKind(kind);

/** Values that say who somebody is even when they stand alone, unlike a town or a date, which stand elsewhere by chance. */
const TELLING: ReadonlySet<Kind> = new Set<Kind>(['nhs-number', 'user-id', 'name', 'telecom', 'unreadable-body']);

export const isTelling = (kind: Kind): boolean => TELLING.has(kind) || isSecretKind(kind);

/** What stands for a value, by a keyed digest of it that says nothing of the value. */
export const standInOf = (kind: Kind, digest: Buffer, original: string): string => SHAPES[kind](digest, original);

/** What a stand-in looks like. A value can look the same by chance; what does not is none. */
export const STAND_IN =
  /redacted-[\da-f]{8}|cmVkYWN0ZWQt[\da-zA-Z]{11}=|Redacted[- ][\da-z]{8}|https:\/\/redacted\.invalid\/[\da-f]{8}|[\da-f]{8}@redacted\.invalid|\[withheld: \d+ characters, [\da-f]{8}\]|00000000-0000-4000-8000-[\da-f]{12}|999\d{7}|18[5-9]\d(?:-?\d\d){0,2}(?:T?12:?00[\d:.]*)?|\d\d[/.-]\d\d[/.-]18[5-9]\d|(?:\+44 ?|0)(?:7700|1632|1\d1|11[3-7]) ?(?:900|960|496 ?0)\d{3}|0\d{7,}|ZZ99 ?\d[A-Z]{2}/;

const short = (digest: Buffer): string => digest.toString('hex').slice(0, 8);

const redacted = (digest: Buffer): string => `redacted-${short(digest)}`;

const SHAPES: Readonly<Record<Kind, (digest: Buffer, original: string) => string>> = {
  secret: redacted,
  token: redacted,
  key: redacted,
  cookie: redacted,
  'nhs-number': standInNhsNumber,
  'user-id': standInIdentifier,
  identifier: standInIdentifier,
  /** One word of letters that is none of any language. */
  name: (digest) => `Redacted-${short(digest).replace(/./g, (digit) => CONSONANTS[Number.parseInt(digit, 16)] ?? '')}`,
  'birth-date': standInDate,
  telecom: standInTelecom,
  url: (digest) => `https://redacted.invalid/${short(digest)}`,
  /** Base64, as attachments are. */
  data: (digest) => Buffer.from(redacted(digest)).toString('base64'),
  'unreadable-body': (digest, original) => `[withheld: ${original.length} characters, ${short(digest)}]`,
  narrative: (digest) => `Redacted ${short(digest)}`,
  address: (digest) => `Redacted ${short(digest)}`,
  postcode: standInPostcode,
};

const CONSONANTS = 'bcdfghjklmnpqrst';

/** A number of the 999 range, which is never issued, with a valid check digit. */
function standInNhsNumber(digest: Buffer): string {
  for (let offset = digest.readUInt32BE(0); ; offset += 1) {
    const nine = `999${String(offset % 1_000_000).padStart(6, '0')}`;
    const check = checkDigit(nine);
    if (check !== undefined) return nine + check;
  }
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** Shorter ones could be anybody's. */
const DIGITS = /^\d{8,}$/;

/** UUIDs stay UUIDs (version 4, RFC 9562), long numbers stay numbers of their length, both with zeros that no system gives. */
function standInIdentifier(digest: Buffer, original: string): string {
  if (UUID.test(original)) return `00000000-0000-4000-8000-${digest.toString('hex').slice(0, 12)}`;
  if (DIGITS.test(original)) return String(digest.readUInt32BE(0) % 10_000_000).padStart(original.length, '0');
  return redacted(digest);
}

/** Nobody who lives was born in these years. */
const FIRST_DAY = Date.UTC(1850, 0, 1);
const DAYS = 50 * 365;

const DAY = /^(\d{4})(?:(-?)(\d\d)(?:\2(\d\d)(.*))?)?$/s;
const DAY_FIRST = /^(\d\d)([/.-])(\d\d)\2(\d{4})$/;

/** A day as precise as the value and written as it is: `1931`, `1931-07`, `19310714`, `14/07/1931`; a time of day stands still at noon. */
function standInDate(digest: Buffer, original: string): string {
  const [year = '', month = '', day = ''] = new Date(FIRST_DAY + (digest.readUInt32BE(0) % DAYS) * 86_400_000)
    .toISOString()
    .slice(0, 10)
    .split('-');
  const [, , slash] = DAY_FIRST.exec(original) ?? [];
  if (slash !== undefined) return [day, month, year].join(slash);
  const [, , dash = '-', ownMonth, ownDay, rest = ''] = DAY.exec(original) ?? ['', '', '-', '', ''];
  if (original.length === 4 && ownMonth === undefined) return year;
  if (ownDay === undefined) return year + dash + month;
  return year + dash + month + dash + day + noonAs(rest);
}

/** The time of day in the same form, as `T09:30:00+01:00` or `0930`. */
const noonAs = (rest: string): string =>
  /^(?:T\d\d:\d\d|\d{4})/.test(rest)
    ? rest.replace(
        /^(T?)\d\d(:?)\d\d((?:\2\d\d)?(?:\.\d+)?)/,
        (_, t: string, colon: string, seconds: string) => `${t}12${colon}00${seconds.replace(/\d/g, '0')}`,
      )
    : '';

/**
 * An address that leads nowhere (RFC 2606), or a number that Ofcom keeps for drama, so that nobody is rung up
 * (https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama): mobile stays mobile, +44 stays +44.
 */
function standInTelecom(digest: Buffer, original: string): string {
  if (original.includes('@')) return `${short(digest)}@redacted.invalid`;
  const international = /^\s*(?:tel:)?\s*(?:\+|00)44/.test(original);
  const national = original.replace(/^\s*(?:tel:)?\s*(?:(?:\+|00)44)?[\s()]*0?/, '');
  const last = String(digest.readUInt32BE(0) % 1000).padStart(3, '0');
  const number = national.startsWith('7') ? `7700 900${last}` : `${AREAS[(digest[4] ?? 0) % AREAS.length]}${last}`;
  const written = international ? `+44 ${number}` : `0${number}`;
  return /\s/.test(original.trim()) || !/\d{6}/.test(original) ? written : written.replaceAll(' ', '');
}

const AREAS = ['1632 960', '113 496 0', '114 496 0', '115 496 0', '117 496 0', '121 496 0', '131 496 0', '161 496 0'];

/** Letters of the second half of a postcode (BS 7666). */
const UNIT = 'ABDEFGHJLNPQRSTUWXYZ';

/** ZZ99 is the pseudo-country district: no house has it. */
function standInPostcode(digest: Buffer, original: string): string {
  const [first = 0, second = 0, third = 0] = digest;
  const gap = /^\s*\S+\s*$/.test(original) ? '' : ' ';
  return `ZZ99${gap}${first % 10}${UNIT[second % UNIT.length]}${UNIT[third % UNIT.length]}`;
}
