import type { Diagnostic } from '../../model/diagnostic.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import type { Property } from '../compile/rule.ts';
import { type ElementRules, holdsResource } from './element-rules.ts';
import type { Position } from './position.ts';
import { findingAt } from './refusal.ts';

/** A whole number written with a fraction or an exponent, as `1.0` or `1e2`: right for a decimal alone. */
export interface WholeDecimal {
  readonly lexeme: string;
  readonly offset: number;
}

const INTEGER_TYPES: ReadonlySet<string> = new Set(['integer', 'positiveInt', 'unsignedInt']);

export const isIntegerType = (type: string): boolean => INTEGER_TYPES.has(type);

export const isWholeDecimal = (lexeme: string, value: number): boolean =>
  Number.isInteger(value) && /[.eE]/.test(lexeme);

/** Integers are digits with at most a sign, in JSON as in XML (https://hl7.org/fhir/R4/datatypes.html#integer, STU3 the same). */
export const notAnInteger = (lexeme: string, type: string, position: Position, pointer: string): Diagnostic =>
  findingAt(
    position,
    {
      code: 'PRIMITIVE_FORMAT',
      severity: 'error',
      message: `${lexeme} is not written as ${type} is: it has a fraction or an exponent`,
      hint: 'Expected digits alone',
      rule: `http://hl7.org/fhir/StructureDefinition/${type}`,
    },
    { pointer },
  );

/** Those of the numbers that stand where an integer belongs. `offsets` are those of jsonOffsets, in ascending order. */
export function integerFindings(
  decimals: readonly WholeDecimal[],
  resource: JsonObject,
  offsets: ReadonlyMap<string, number>,
  rules: ElementRules,
  positionAt: (offset: number) => Position,
): readonly Diagnostic[] {
  const places = [...offsets];
  let at = 0;
  return decimals.flatMap(({ lexeme, offset }) => {
    while ((places[at + 1]?.[1] ?? Number.POSITIVE_INFINITY) <= offset) at += 1;
    const [pointer = ''] = places[at] ?? [];
    const type = typeAt(resource, pointer, rules);
    return type !== undefined && isIntegerType(type) ? [notAnInteger(lexeme, type, positionAt(offset), pointer)] : [];
  });
}

/** The type of the primitive that a pointer names; undefined where no element is known. */
function typeAt(resource: JsonObject, pointer: string, rules: ElementRules): string | undefined {
  let rule = rules.ofResource(String(resource['resourceType']));
  let value: JsonValue | undefined = resource;
  let property: Property | undefined;
  for (const segment of pointer.split('/').slice(1)) {
    if (Array.isArray(value)) value = value[Number(segment)];
    else {
      const sibling = segment.startsWith('_');
      property = rule?.properties.get(sibling ? segment.slice(1) : segment);
      value = isJsonObject(value) ? value[segment] : undefined;
      rule = property && (sibling ? rules.besideValue : holdsResource(property) ? rule : rules.below(property));
    }
    if (property && holdsResource(property) && isJsonObject(value))
      rule = rules.ofResource(String(value['resourceType']));
  }
  return property?.type;
}
