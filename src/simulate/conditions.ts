import { evaluate } from '../fhir/fhirpath.ts';
import { interpolate } from '../message/interpolate.ts';
import { without } from '../message/json-pointer.ts';
import { matches, type Predicate } from '../message/match.ts';
import { lookUp, type Scope } from '../message/scope.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import type { Condition, ValueCondition } from '../model/simulator.ts';
import type { FhirVersion, Template } from '../model/suite.ts';

/** The value of a template, or undefined when a placeholder has none. */
export const fill = (template: Template, scope: Scope): JsonValue | undefined => interpolate(template, scope).value;

export function allHold(
  conditions: readonly Condition[] | undefined,
  scope: Scope,
  version: FhirVersion | undefined,
): boolean {
  return (conditions ?? []).every((condition) => holds(condition, scope, version));
}

function holds(condition: Condition, scope: Scope, version: FhirVersion | undefined): boolean {
  if ('value' in condition) return valueHolds(condition, scope);
  if ('xpath' in condition) return lookUp(scope, ['xpath', condition.xpath]) === true;
  const values = select(condition.fhirpath, condition.of, scope, version);
  return values.length === 1 && values[0] === true;
}

function valueHolds({ value, except = [], ...operands }: ValueCondition, scope: Scope): boolean {
  const predicate = fill(operands, scope);
  if (!isJsonObject(predicate)) return false;
  const actual = without(fill(value, scope), except);
  if (typeof predicate.matches === 'string') {
    return actual !== undefined && pattern(predicate.matches).test(String(actual));
  }
  const expected = 'equals' in predicate ? { ...predicate, equals: without(predicate.equals, except) } : predicate;
  const matched = matches(expected as Predicate, actual);
  return 'holds' in matched && matched.holds;
}

const patterns = new Map<string, RegExp>();

/** The loader has refused patterns that could run away, so these need no guard. */
function pattern(source: string): RegExp {
  const known = patterns.get(source) ?? new RegExp(source, 'u');
  patterns.set(source, known);
  return known;
}

/** What an expression selects from the body, or from the value of `of`. Nothing when it cannot be evaluated on this data. */
export function select(
  expression: string,
  of: Template | undefined,
  scope: Scope,
  version: FhirVersion | undefined,
): readonly JsonValue[] {
  const context = of === undefined ? lookUp(scope, ['body']) : fill(of, scope);
  if (!isJsonObject(context)) return [];
  const found = evaluate(expression, context, { version, variables: variablesOf(expression, scope) });
  return 'values' in found ? found.values : [];
}

/** The values that the expression names as `%name`; the others need not be worked out. */
function variablesOf(expression: string, scope: Scope): JsonObject {
  return Object.fromEntries(
    [...expression.matchAll(/%(\w+)/g)].flatMap(([, name = '']) => {
      const value = lookUp(scope, [name]);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
