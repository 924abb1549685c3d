/** The number grammar of RFC 8259 section 6, which FHIR decimals share. */
export const NUMBER = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`;

const SAFE_LENGTH = 15;

/**
 * Whether a double holds the number that a text writes. It holds every number of 15 significant digits (IEEE 754
 * binary64); beyond, it does when writing it again gives the same digits. Zeros at either end do not count: 1.10 is 1.1.
 */
export function isExact(lexeme: string, value: number): boolean {
  if (lexeme.length <= SAFE_LENGTH && !/[eE]/.test(lexeme)) return true;
  return Number.isFinite(value) && scientific(lexeme) === scientific(String(value));
}

/** Digits without zeros at their ends, and the power of ten of the first one. */
function scientific(lexeme: string): string {
  const [, whole = '', fraction = '', exponent = '0'] = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(lexeme) ?? [];
  const digits = whole + fraction;
  const first = digits.search(/[1-9]/);
  if (first < 0) return '0';
  let end = digits.length;
  while (digits[end - 1] === '0') end -= 1;
  return `${digits.slice(first, end)}e${BigInt(exponent) + BigInt(whole.length - first)}`;
}
