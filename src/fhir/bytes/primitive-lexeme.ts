import { isExact, NUMBER } from './number.ts';
import { isIntegerType } from './number-lexeme.ts';

const DECIMAL = new RegExp(`^${NUMBER}$`);
const INTEGER = /^[-+]?(?:0|[1-9]\d*)$/;

interface Primitive {
  readonly value: boolean | number | string;
  /** False for a number of which a double loses digits. */
  readonly exact: boolean;
}

/** A primitive as JSON holds it. A text that stands for no value of its type stays a text. */
export function primitiveValue(lexeme: string, type: string): Primitive {
  if (type === 'boolean' && (lexeme === 'true' || lexeme === 'false')) return { value: lexeme === 'true', exact: true };
  const number = isNumber(lexeme, type) ? Number(lexeme) : Number.NaN;
  if (!Number.isFinite(number)) return { value: lexeme, exact: true };
  return { value: number, exact: isExact(lexeme.replace('+', ''), number) };
}

/** A whole number is one however it is written; how it may be written is found by lexemeFault. */
function isNumber(lexeme: string, type: string): boolean {
  if (type === 'decimal') return DECIMAL.test(lexeme);
  if (!isIntegerType(type)) return false;
  return INTEGER.test(lexeme) || (DECIMAL.test(lexeme) && Number.isInteger(Number(lexeme)));
}

/** A number without exponent, as both versions allow it. */
export function plainDecimal(value: number): string {
  const [, sign = '', whole = '', fraction = '', exponent] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  if (exponent === undefined) return String(value);
  const power = Number(exponent);
  const digits = whole + fraction;
  return power < 0
    ? `${sign}0.${'0'.repeat(-power - 1)}${digits}`
    : `${sign}${digits}${'0'.repeat(power - fraction.length)}`;
}
