import type { FhirVersion } from '../../model/suite.ts';
import { isIntegerType, isWholeDecimal } from './integer-lexeme.ts';
import { isExact, NUMBER } from './number.ts';

/** STU3 allows no exponents (https://hl7.org/fhir/STU3/datatypes.html#decimal), R4 does. */
const DECIMAL: Readonly<Record<FhirVersion, RegExp>> = {
  stu3: new RegExp(`^(?!.*[eE])${NUMBER}$`),
  r4: new RegExp(`^${NUMBER}$`),
};
const INTEGER = /^[-+]?(?:0|[1-9]\d*)$/;

/** With an exponent or without. */
export const isNumber = (lexeme: string): boolean => DECIMAL.r4.test(lexeme);

interface Primitive {
  readonly value: boolean | number | string;
  /** False for a number of which a double loses digits. */
  readonly exact: boolean;
  /** A whole number, written as only a decimal may be. */
  readonly wholeDecimal?: true;
}

/** A primitive as JSON holds it. A text that its type does not allow stays a text, for the validator to find. */
export function primitiveValue(lexeme: string, type: string, version: FhirVersion): Primitive {
  if (type === 'boolean' && (lexeme === 'true' || lexeme === 'false')) return { value: lexeme === 'true', exact: true };
  const isNumber = type === 'decimal' ? DECIMAL[version].test(lexeme) : isIntegerType(type) && INTEGER.test(lexeme);
  const number = isNumber ? Number(lexeme) : Number.NaN;
  if (isIntegerType(type) && DECIMAL.r4.test(lexeme) && isWholeDecimal(lexeme, Number(lexeme)))
    return { value: Number(lexeme), exact: true, wholeDecimal: true };
  if (!Number.isFinite(number)) return { value: lexeme, exact: true };
  return { value: number, exact: isExact(lexeme.replace('+', ''), number) };
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
