import { isJsonObject } from '../../model/json.ts';
import { isFound } from '../pattern.ts';
import type { Environment, Evaluate } from './evaluate.ts';
import { ANYTHING, BOOLEAN, joined, NUMBER, type Shape, TEXT } from './shape.ts';
import {
  areDistinct,
  descendantsOf,
  NO,
  NONE,
  single,
  truth,
  truthOf,
  type Values,
  WITHOUT_VALUE,
  YES,
} from './values.ts';

/** A FHIRPath function (http://hl7.org/fhirpath/N1/#functions). */
interface FunctionDefinition {
  /** The arguments are evaluated on each item of the input, not on the focus of the call. */
  readonly perItem: boolean;
  readonly shape: (input: Shape, args: readonly Shape[]) => Shape;
  readonly run: (input: Values, args: readonly Evaluate[], environment: Environment, focus: Values) => Values;
}

const isTrue = (criteria: Evaluate | undefined, item: Values, environment: Environment): boolean =>
  criteria === undefined || truthOf(criteria(item, environment)) === true;

const perItem = (
  shape: FunctionDefinition['shape'],
  run: (input: Values, arg: Evaluate | undefined, environment: Environment) => Values,
): FunctionDefinition => ({ perItem: true, shape, run: (input, [arg], environment) => run(input, arg, environment) });

const plain = (
  shape: FunctionDefinition['shape'],
  run: (input: Values, arg: () => Values) => Values,
): FunctionDefinition => ({
  perItem: false,
  shape,
  run: (input, [arg], environment, focus) => run(input, () => (arg ? arg(focus, environment) : NONE)),
});

const same = (input: Shape): Shape => input;
const boolean = (): Shape => BOOLEAN;
const number = (): Shape => NUMBER;
const text = (): Shape => TEXT;

/** A function of one string with a string argument; nothing when either is missing. */
const onText = (shape: FunctionDefinition['shape'], run: (value: string, arg: string) => Values): FunctionDefinition =>
  plain(shape, (input, arg) => {
    const value = single(input);
    const argument = single(arg());
    return typeof value === 'string' && typeof argument === 'string' ? run(value, argument) : NONE;
  });

export const FUNCTIONS = {
  exists: perItem(boolean, (input, criteria, environment) =>
    truth(criteria ? input.some((item) => isTrue(criteria, [item], environment)) : input.length > 0),
  ),
  empty: plain(boolean, (input) => truth(input.length === 0)),
  not: plain(boolean, (input) => {
    const value = truthOf(input);
    return value === undefined ? NONE : truth(!value);
  }),
  all: perItem(boolean, (input, criteria, environment) =>
    truth(input.every((item) => isTrue(criteria, [item], environment))),
  ),
  where: perItem(same, (input, criteria, environment) => input.filter((item) => isTrue(criteria, [item], environment))),
  select: perItem(
    (_, [projection]) => projection ?? ANYTHING,
    (input, projection, environment) => (projection ? input.flatMap((item) => projection([item], environment)) : NONE),
  ),
  count: plain(number, (input) => [input.length]),
  first: plain(same, (input) => input.slice(0, 1)),
  tail: plain(same, (input) => input.slice(1)),
  isDistinct: plain(boolean, (input) => truth(areDistinct(input))),
  combine: plain(
    (input, [other]) => (other ? joined(input, other) : input),
    (input, other) => [...input, ...other()],
  ),
  descendants: plain(() => ANYTHING, descendantsOf),
  trace: plain(same, (input) => input),
  hasValue: plain(boolean, (input) => {
    const [value] = input;
    return input.length === 1 && value !== WITHOUT_VALUE && !isJsonObject(value) ? YES : NO;
  }),
  contains: onText(boolean, (value, part) => truth(value.includes(part))),
  startsWith: onText(boolean, (value, part) => truth(value.startsWith(part))),
  matches: onText(boolean, (value, expression) => truth(isFound(expression, value))),
  substring: plain(text, (input, start) => {
    const value = single(input);
    const from = single(start());
    return typeof value === 'string' && typeof from === 'number' && from >= 0 && from < value.length
      ? [value.slice(from)]
      : NONE;
  }),
  length: plain(number, (input) => {
    const value = single(input);
    return typeof value === 'string' ? [value.length] : NONE;
  }),
  toString: plain(text, (input) => {
    const value = single(input);
    return value === undefined || isJsonObject(value) ? NONE : [String(value)];
  }),
  toInteger: plain(number, (input) => {
    const value = single(input);
    return typeof value === 'string' && /^[+-]?\d+$/.test(value) ? [Number(value)] : NONE;
  }),
} satisfies Record<string, FunctionDefinition>;

export type FunctionName = keyof typeof FUNCTIONS;
