import { isJsonObject, type JsonValue } from '../../model/json.ts';
import type { RuleBook } from '../compile/rule.ts';
import type { Scope } from '../walk/frame.ts';
import type { Evaluate } from './evaluate.ts';
import { FUNCTIONS, type FunctionName } from './functions.ts';
import { OPERATORS, three } from './operators.ts';
import { type Expression, parseExpression } from './parse.ts';
import { ANYTHING, BOOLEAN, joined, NOTHING, NUMBER, type Shape, stepInto, TEXT } from './shape.ts';
import { compareDates, membersOf, NONE, NotSingle, single, truth } from './values.ts';

/** A translated expression with what its values can be. */
interface Translated {
  readonly evaluate: Evaluate;
  readonly shape: Shape;
}

/** Where an expression stands. */
export interface Site {
  readonly book: RuleBook;
  readonly focus: Shape;
  /** What `%resource` and `%rootResource` are, when that is certain. */
  readonly resource: Shape;
  readonly context: Shape;
}

class Untranslatable extends Error {}

/**
 * A constraint as a plain closure over the JSON; undefined when any part of it is outside of what is translated, and the
 * FHIRPath engine must be asked. That both agree is tested on every constraint and fixture.
 */
export function translate(
  source: string,
  site: Site,
): ((value: JsonValue, scope: Scope) => boolean | undefined) | undefined {
  const expression = parseExpression(source);
  if (!expression) return undefined;
  let translated: Translated;
  try {
    translated = translateExpression(expression, site);
  } catch (error) {
    if (error instanceof Untranslatable) return undefined;
    throw error;
  }
  return (value, scope) => {
    try {
      const result = translated.evaluate([value], { ...scope, context: value });
      // Nothing found means that the constraint has nothing to say, as when dates of different precision are compared.
      return result.length === 0 || result.some((item) => item !== false);
    } catch (error) {
      if (error instanceof NotSingle || error instanceof SyntaxError) return undefined;
      throw error;
    }
  };
}

function translateExpression(expression: Expression, site: Site): Translated {
  switch (expression.kind) {
    case 'literal':
      return literal(expression.value);
    case 'quantity':
      throw new Untranslatable();
    case 'empty':
      return { evaluate: () => NONE, shape: NOTHING };
    case 'this':
      return { evaluate: (focus) => focus, shape: site.focus };
    case 'variable':
      return variable(expression.name, site);
    case 'member':
      return member(expression, site);
    case 'call':
      return call(expression, site);
    case 'binary':
      return binary(expression, site);
    case 'type':
      return typeTest(expression, site);
    default:
      return expression satisfies never;
  }
}

function literal(value: string | number | boolean): Translated {
  const values = [value];
  const shape = typeof value === 'string' ? TEXT : typeof value === 'number' ? NUMBER : BOOLEAN;
  return { evaluate: () => values, shape };
}

function variable(name: string, { resource, context }: Site): Translated {
  switch (name) {
    case 'resource':
      return { evaluate: (_, environment) => [environment.resource], shape: resource };
    case 'rootResource':
      return { evaluate: (_, environment) => [environment.rootResource], shape: ANYTHING };
    case 'context':
      return { evaluate: (_, environment) => [environment.context], shape: context };
    case 'ucum':
      return literal('http://unitsofmeasure.org');
    default:
      throw new Untranslatable();
  }
}

function member({ of, name }: Expression & { kind: 'member' }, site: Site, type?: string): Translated {
  // A path may begin with the type of the resource, as `Appointment.status`.
  if (!of && site.focus.rules?.some((rule) => rule.type === name)) return translateExpression({ kind: 'this' }, site);
  const before = of ? translateExpression(of, site) : translateExpression({ kind: 'this' }, site);
  const step = stepInto(site.book, before.shape, name, type);
  if (!step) throw new Untranslatable();
  const { names, shape } = step;
  const { evaluate } = before;
  return { evaluate: (focus, environment) => membersOf(evaluate(focus, environment), names), shape };
}

/** `is`, `as` and `ofType` on an element of a choice, whose JSON name tells the type, and on resources. */
function typeTest({ op, of, type }: Expression & { kind: 'type' }, site: Site): Translated {
  if (of.kind !== 'member') throw new Untranslatable();
  const all = member(of, site);
  if (op === 'is' && !all.shape.rules && site.book.resourceTypes.has(type)) return resourceTest(all, type);
  if (!all.shape.rules) throw new Untranslatable();
  const typed = member(of, site, type);
  if (op === 'as') return typed;
  return {
    evaluate: (focus, environment) =>
      all.evaluate(focus, environment).length === 0 ? NONE : truth(typed.evaluate(focus, environment).length > 0),
    shape: BOOLEAN,
  };
}

const resourceTest = ({ evaluate }: Translated, type: string): Translated => ({
  evaluate: (focus, environment) => {
    const value = single(evaluate(focus, environment));
    return value === undefined ? NONE : truth(isJsonObject(value) && value['resourceType'] === type);
  },
  shape: BOOLEAN,
});

function call({ of, name, args }: Expression & { kind: 'call' }, site: Site): Translated {
  const before = translateExpression(of ?? { kind: 'this' }, site);
  if (!Object.hasOwn(FUNCTIONS, name)) throw new Untranslatable();
  // Just tested.
  const definition = FUNCTIONS[name as FunctionName];
  const inside = definition.perItem ? { ...site, focus: before.shape } : site;
  const translated = args.map((arg) => translateExpression(arg, inside));
  const shape = definition.shape(
    before.shape,
    translated.map((arg) => arg.shape),
  );
  const evaluateArgs = translated.map((arg) => arg.evaluate);
  const { run } = definition;
  return {
    evaluate: (focus, environment) => run(before.evaluate(focus, environment), evaluateArgs, environment, focus),
    shape,
  };
}

function binary({ op, left, right }: Expression & { kind: 'binary' }, site: Site): Translated {
  const a = translateExpression(left, site);
  const b = translateExpression(right, site);
  if (isComparison(op)) return comparison(op, a, b);
  const operator = OPERATORS[op];
  if (!operator) throw new Untranslatable();
  if ((op === '=' || op === '!=') && [a, b].some(hasDates)) throw new Untranslatable();
  const shape = op === '|' ? joined(a.shape, b.shape) : op === '+' ? a.shape : op === '&' ? TEXT : BOOLEAN;
  return {
    evaluate: (focus, environment) => operator(a.evaluate(focus, environment), () => b.evaluate(focus, environment)),
    shape,
  };
}

type Comparison = '<' | '<=' | '>' | '>=';

const isComparison = (op: string): op is Comparison => ['<', '<=', '>', '>='].includes(op);

const COMPARISONS: Readonly<Record<Comparison, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

const DATES = new Set(['date', 'dateTime', 'instant']);
const NUMBERS = new Set(['integer', 'positiveInt', 'unsignedInt', 'decimal']);

const hasDates = ({ shape }: Translated): boolean =>
  shape.primitives.some((type) => DATES.has(type) || type === 'time');

const only = ({ shape }: Translated, types: ReadonlySet<string>): boolean =>
  shape.rules?.length === 0 && shape.primitives.length > 0 && shape.primitives.every((type) => types.has(type));

function comparison(op: Comparison, a: Translated, b: Translated): Translated {
  const order = [a, b].every((side) => only(side, DATES))
    ? dateOrder
    : [a, b].every((side) => only(side, NUMBERS))
      ? numberOrder
      : undefined;
  if (!order) throw new Untranslatable();
  const meets = COMPARISONS[op];
  return {
    evaluate: (focus, environment) => {
      const left = single(a.evaluate(focus, environment));
      const right = single(b.evaluate(focus, environment));
      const found = left === undefined || right === undefined ? undefined : order(left, right);
      return three(found === undefined ? undefined : meets(found));
    },
    shape: BOOLEAN,
  };
}

const dateOrder = (a: JsonValue, b: JsonValue): number | undefined => compareDates(String(a), String(b));
const numberOrder = (a: JsonValue, b: JsonValue): number => Number(a) - Number(b);
