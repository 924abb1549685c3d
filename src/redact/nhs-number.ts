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

export function isNhsNumber(text: string): boolean {
  const digits = text.replace(/[ -]/g, '');
  return /^\d{10}$/.test(digits) && checkDigit(digits.slice(0, 9)) === digits[9];
}
