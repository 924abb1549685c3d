import { isExact, NUMBER } from './number.ts';

const DECIMAL = new RegExp(`^${NUMBER}$`);
const INTEGER = /^[-+]?(?:0|[1-9]\d*)$/;
const INTEGER_TYPES: ReadonlySet<string> = new Set(['integer', 'positiveInt', 'unsignedInt']);

/** A primitive as JSON holds it. A text that its type does not allow stays a text, for the validator to find. */
export function primitiveValue(
  lexeme: string,
  type: string,
): { readonly value: boolean | number | string; readonly exact: boolean } {
  if (type === 'boolean' && (lexeme === 'true' || lexeme === 'false')) return { value: lexeme === 'true', exact: true };
  const isNumber = type === 'decimal' ? DECIMAL.test(lexeme) : INTEGER_TYPES.has(type) && INTEGER.test(lexeme);
  const number = isNumber ? Number(lexeme) : Number.NaN;
  if (!Number.isFinite(number)) return { value: lexeme, exact: true };
  return { value: number, exact: isExact(lexeme.replace('+', ''), number) };
}
