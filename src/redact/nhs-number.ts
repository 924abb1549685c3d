/**
 * A run of exactly ten digits, perhaps written 3-3-4, as the group `value`. The two digits of a percent-encoded character
 * may stand before it; within a decimal or a UUID it is none.
 */
export const NHS_NUMBER_SHAPE =
  /(?<=^|%[0-9a-f]{2}|[^\d.-]|(?<![\da-f]{4})-)(?<value>\d{3}[ -]?\d{3}[ -]?\d{4})(?![\da-f]|[.-][\da-f])/gi;

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
  const digits = text.replace(/[ -]/g, '');
  return /^\d{10}$/.test(digits) && MAY_BE_ISSUED.test(digits) && checkDigit(digits.slice(0, 9)) === digits[9];
}
