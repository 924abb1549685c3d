/** Digits as people everywhere write them: of ASCII, full-width, Arabic-Indic and those of Persian and Urdu. */
const DIGIT = String.raw`[\d\uff10-\uff19\u0660-\u0669\u06f0-\u06f9]`;

/** What people and programs put between the digits, up to three of them: spaces of any width, breaks, short dashes and bars, also percent-encoded. */
const ONE_GAP = String.raw`(?:[ \t\r\n\u00a0\u00ad\u2007-\u2015\u202f\u2060/_-]|%20|%C2%A0|\+)`;
const GAP = `${ONE_GAP}{1,3}`;
const GAP_OR_DOT = String.raw`(?:${GAP}|\.)`;

/**
 * A run of exactly ten digits, perhaps written 3-3-4 or digit by digit, as the group `value`. Dots count only where the same stands in
 * every gap, since one alone makes a decimal. The two digits of a percent-encoded character may stand before it, and a letter alone after
 * it; within a decimal, a UUID or a longer hexadecimal text it is none, nor where there are gaps and a time of day goes on.
 */
export const NHS_NUMBER_SHAPE = new RegExp(
  String.raw`(?=${DIGIT})(?<=^|%[0-9a-f]{2}|[^\d.-]|(?<![\da-f]{4})-)(?<!${DIGIT})(?<![\da-f]{4}-[\da-f]{1,2})` +
    `(?<value>${DIGIT}{10}|(?:${DIGIT}{3}(?:${GAP})?${DIGIT}{3}(?:${GAP})?${DIGIT}{4}|` +
    String.raw`${DIGIT}{3}\.${DIGIT}{3}\.${DIGIT}{4}|${DIGIT}(?<gap>${GAP_OR_DOT})${DIGIT}(?:\k<gap>${DIGIT}){8})(?!:\d\d))` +
    String.raw`(?!${DIGIT}|[a-f][\da-z]|[.-][\da-f])`,
  'gi',
);

const GAPS = new RegExp(`${ONE_GAP}|\\.`, 'gi');
const OTHER_DIGIT = /[\uff10-\uff19\u0660-\u0669\u06f0-\u06f9]/g;

/** An NHS number in digits of ASCII, without what stands between them. */
export const nhsDigits = (text: string): string =>
  text.replace(GAPS, '').replace(OTHER_DIGIT, (digit) => String(digitOf(digit.charCodeAt(0))));

const ZEROS = [0xff10, 0x0660, 0x06f0];
const digitOf = (code: number): number => code - (ZEROS.find((zero) => code >= zero && code < zero + 10) ?? code);

/** The tenth digit of an NHS number by modulus 11; undefined when the nine digits make none. Source: NHS Data Dictionary, NHS NUMBER. */
export function checkDigit(nineDigits: string): string | undefined {
  const sum = [...nineDigits].reduce((total, digit, place) => total + Number(digit) * (10 - place), 0);
  const digit = (11 - (sum % 11)) % 11;
  return digit === 10 ? undefined : String(digit);
}

/**
 * Scotland's numbers (CHI) begin with a day, a month and a year of birth and are the only ones below 3200000000. So no time in seconds
 * of these decades is one, though one in eleven has the check digit.
 */
const MAY_BE_ISSUED = /^(?:3[2-9]|[4-9]|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2]))/;

export function isNhsNumber(text: string): boolean {
  const digits = nhsDigits(text);
  return /^\d{10}$/.test(digits) && MAY_BE_ISSUED.test(digits) && checkDigit(digits.slice(0, 9)) === digits[9];
}
