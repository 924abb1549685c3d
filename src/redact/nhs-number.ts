/** What people and programs put between the digits: spaces of several widths, hyphens and short dashes, also percent-encoded. */
const GAP = String.raw`(?:[ \u00a0\u2007-\u2015\u202f-]|%20|%C2%A0|\+)`;
const GAP_OR_DOT = String.raw`(?:${GAP}|\.)`;

/**
 * A run of exactly ten digits, perhaps written 3-3-4 or digit by digit, as the group `value`. Dots count only where the same stands in
 * every gap, since one alone makes a decimal. The two digits of a percent-encoded character may stand before it; within a decimal
 * or a UUID it is none, nor where a time of day goes on.
 */
export const NHS_NUMBER_SHAPE = new RegExp(
  String.raw`(?=\d)(?<=^|%[0-9a-f]{2}|[^\d.-]|(?<![\da-f]{4})-)(?<![\da-f]{4}-[\da-f]{1,2})` +
    String.raw`(?<value>\d{3}${GAP}?\d{3}${GAP}?\d{4}|\d{3}\.\d{3}\.\d{4}|\d(?<gap>${GAP_OR_DOT})\d(?:\k<gap>\d){8})` +
    String.raw`(?![\da-f]|[.-][\da-f]|:\d)`,
  'gi',
);

const GAPS = new RegExp(GAP_OR_DOT, 'gi');

/** An NHS number without what stands between its digits. */
export const nhsDigits = (text: string): string => text.replace(GAPS, '');

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
