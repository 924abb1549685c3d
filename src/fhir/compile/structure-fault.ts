import type { ErrorObject } from 'ajv';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { DiagnosticCode } from '../../model/diagnostic-code.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { suggestion } from '../../schema/suggestion.ts';
import { isTooLong, MAX_STRING_LENGTH, PRIMITIVE_TYPES } from './primitive.ts';
import { type ElementRule, type ObjectRule, type Property, ruleId } from './rule.ts';

/** Turns an ajv error of one rule's schema into a finding. `pointer` is where the object lies. */
export function addFault(
  into: Diagnostic[],
  rule: ObjectRule,
  error: ErrorObject,
  data: JsonObject,
  pointer: string,
): void {
  if (error.instancePath !== pointer) into.push(propertyFault(rule, error, data, pointer));
  else {
    const name = String(error.params['additionalProperty']);
    // Nobody reads so many guesses, and each compares the name with all others.
    const isCandidate = (property: string): boolean => into.length < MOST_GUESSED && data[property] === undefined;
    into.push(unknownElement(rule, name, isCandidate, pointer));
  }
}

const MOST_GUESSED = 1000;

function propertyFault(rule: ObjectRule, error: ErrorObject, data: JsonObject, pointer: string): Diagnostic {
  const [, name = '', index] = error.instancePath.slice(pointer.length).split('/');
  const property = rule.properties.get(name) ?? rule.properties.get(name.replace(/^_/, ''));
  const found = data[name];
  const value = index !== undefined && Array.isArray(found) ? (found[Number(index)] ?? null) : (found ?? null);
  return {
    ...valueFault(error, property, name, value),
    severity: 'error',
    location: { pointer: error.instancePath },
    rule: ruleId(rule, property?.id ?? `${rule.id}.${name}`),
  };
}

/** A name that no element of the object has; a candidate may be meant. */
export function unknownElement(
  rule: ObjectRule,
  name: string,
  isCandidate: (property: string) => boolean,
  pointer: string,
): Diagnostic & { readonly location: { readonly pointer: string } } {
  const choice = rule.elements.find((element) => element.choice && (element.name === name || isTypeOf(element, name)));
  const guess = choice ? undefined : suggestion(name, [...rule.properties.keys()].filter(isCandidate));
  const meant = choice ?? (guess === undefined ? undefined : rule.properties.get(guess)?.element);
  return {
    code: 'UNKNOWN_ELEMENT',
    severity: 'error',
    message: `${rule.id} has no element "${name}"`,
    ...(guess !== undefined && { hint: `Did you mean "${guess}"?` }),
    ...(choice && { hint: choiceHint(choice, name) }),
    location: { pointer: `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}` },
    rule: ruleId(rule, meant?.id ?? rule.id),
  };
}

function choiceHint({ name, properties }: ElementRule, written: string): string {
  const [first] = properties;
  const types = properties.map(({ type }) => type).join(', ');
  return written === name
    ? `The name ends with the type, as ${first?.name}; ${name}[x] may be: ${types}`
    : `${name}[x] may be: ${types}`;
}

/** `valueCode` where `value[x]` does not allow code. */
const isTypeOf = ({ name }: ElementRule, property: string): boolean =>
  property.startsWith(name) && /^[A-Z]/.test(property.slice(name.length));

export interface Fault {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint?: string;
}

function valueFault(error: ErrorObject, property: Property | undefined, name: string, value: JsonValue): Fault {
  const shown = shorten(value);
  switch (error.keyword) {
    case 'type':
      return typeFault(error, property, name, value);
    case 'const':
      return {
        code: 'UNEXPECTED_RESOURCE_TYPE',
        message: `${name} is ${shown}, not "${error.params['allowedValue']}"`,
      };
    case 'minItems':
      return Array.isArray(value) && value.length > 0
        ? {
            code: 'TOO_FEW_VALUES',
            message: `${name} has ${value.length} values; at least ${error.params['limit']} are needed`,
          }
        : { code: 'EMPTY_ELEMENT', message: `${name} is an empty array`, hint: 'Leave the element out' };
    case 'maxItems':
      return { code: 'TOO_MANY_VALUES', message: `${name} has more than ${error.params['limit']} values` };
    case 'false schema':
      return { code: 'PROHIBITED_ELEMENT', message: `${name} is not allowed here` };
    case 'minimum':
    case 'maximum':
      return {
        code: 'VALUE_RANGE',
        message: `${name} is ${shown}, which must be ${error.params['comparison']} ${error.params['limit']}`,
      };
    case 'maxLength':
      return { code: 'VALUE_TOO_LONG', message: `${name} is longer than ${error.params['limit']} characters` };
    case 'fhirFixed':
      return { code: 'FIXED_VALUE', message: `${name} is ${shown}, not ${shorten(property?.fixed ?? null)}` };
    case 'fhirPattern':
      return { code: 'PATTERN_VALUE', message: `${name} is ${shown} and lacks ${shorten(property?.pattern ?? null)}` };
    default:
      if (value === '')
        return { code: 'EMPTY_ELEMENT', message: `${name} is an empty string`, hint: 'Leave the element out' };
      if (typeof value === 'string' && isText(property) && isTooLong(value))
        return { code: 'VALUE_TOO_LONG', message: `${name} is longer than ${MAX_STRING_LENGTH} characters` };
      return formatFault(property, name, value);
  }
}

const isText = (property: Property | undefined): boolean =>
  property?.type === 'string' || property?.type === 'markdown';

export const formatFault = (property: Property | undefined, name: string, value: JsonValue): Fault => ({
  code: 'PRIMITIVE_FORMAT',
  message: `${name} is ${shorten(value)}, which is not a valid ${property?.type ?? 'value'}`,
  ...expectation(property),
});

function typeFault(error: ErrorObject, property: Property | undefined, name: string, value: JsonValue): Fault {
  if (value === null) return { code: 'EMPTY_ELEMENT', message: `${name} is null`, hint: 'Leave the element out' };
  const wanted = [error.params['type']].flat().filter((type) => type !== 'null');
  const list = wanted[0] === 'array';
  return {
    code: 'JSON_TYPE',
    message: `${name} is ${shorten(value)}; ${list ? 'an array' : `a JSON ${wanted.join(' or ')}`} is needed`,
    ...(list
      ? { hint: 'The element repeats, so its value is an array even when there is one' }
      : expectation(property)),
  };
}

function expectation(property: Property | undefined): { readonly hint?: string } {
  const expected = property && PRIMITIVE_TYPES[property.type]?.expected;
  return expected === undefined ? {} : { hint: `Expected ${expected}` };
}

export const jsonTypeOf = (value: JsonValue): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'an array'
      : typeof value === 'object'
        ? 'an object'
        : `a ${typeof value}`;

const SHOWN_LENGTH = 60;

export function shorten(value: JsonValue, length = SHOWN_LENGTH): string {
  const text = JSON.stringify(value);
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
