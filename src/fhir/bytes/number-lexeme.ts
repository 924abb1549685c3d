import type { Diagnostic } from '../../model/diagnostic.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import type { FhirVersion } from '../../model/suite.ts';
import type { Property } from '../compile/rule.ts';
import { type ElementRules, holdsResource } from './element-rules.ts';
import type { Position } from './position.ts';
import { findingAt } from './refusal.ts';

/** A number written as not every type of number may be: whole with a fraction, as `1.0`, or with an exponent. */
export interface NumberLexeme {
  readonly lexeme: string;
  readonly offset: number;
}

export const isUnusual = (lexeme: string, value: number): boolean =>
  /[eE]/.test(lexeme) || (lexeme.includes('.') && Number.isInteger(value));

const INTEGER_TYPES: ReadonlySet<string> = new Set(['integer', 'positiveInt', 'unsignedInt']);

export const isIntegerType = (type: string): boolean => INTEGER_TYPES.has(type);

/**
 * Why a number is not written as its type is, in JSON as in XML: integers are digits with at most a sign, and the decimals of
 * STU3 have no exponent (https://hl7.org/fhir/STU3/datatypes.html, https://hl7.org/fhir/R4/datatypes.html). An integer with a
 * part after the point is none by its value, which the validator finds.
 */
export function lexemeFault(lexeme: string, type: string, version: FhirVersion): NumberFault | undefined {
  const rule = `http://hl7.org/fhir/StructureDefinition/${type}|${RELEASES[version]}#${type}.value`;
  const message = `${lexeme} is not written as ${type} is`;
  if (isIntegerType(type) && /[.eE]/.test(lexeme) && Number.isInteger(Number(lexeme)))
    return { code: 'PRIMITIVE_FORMAT', message, hint: 'Expected digits alone', rule };
  if (type === 'decimal' && version === 'stu3' && /[eE]/.test(lexeme))
    return { code: 'PRIMITIVE_FORMAT', message, hint: 'Expected a number without exponent', rule };
  return undefined;
}

type NumberFault = Required<Pick<Diagnostic, 'code' | 'message' | 'hint' | 'rule'>>;

const RELEASES: Readonly<Record<FhirVersion, string>> = { stu3: '3.0.2', r4: '4.0.1' };

/** Those of the numbers that are not written as their types are. `offsets` are those of jsonOffsets, in ascending order. */
export function numberFindings(
  numbers: readonly NumberLexeme[],
  resource: JsonObject,
  offsets: ReadonlyMap<string, number>,
  rules: ElementRules,
  positionAt: (offset: number) => Position,
): readonly Diagnostic[] {
  const places = [...offsets];
  let at = 0;
  return numbers.flatMap(({ lexeme, offset }) => {
    while ((places[at + 1]?.[1] ?? Number.POSITIVE_INFINITY) <= offset) at += 1;
    const [pointer = ''] = places[at] ?? [];
    const type = typeAt(resource, pointer, rules);
    const fault = type === undefined ? undefined : lexemeFault(lexeme, type, rules.version);
    return fault ? [findingAt(positionAt(offset), { ...fault, severity: 'error' }, { pointer })] : [];
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
