import { distinct, equalValues, NONE, single, truth, truthOf, type Values } from './values.ts';

/** The right side is evaluated only when it matters. */
export type Operator = (left: Values, right: () => Values) => Values;

/** Truth of three values: empty stands for unknown. */
export const three = (value: boolean | undefined): Values => (value === undefined ? NONE : truth(value));

/** Operators (http://hl7.org/fhirpath/N1/#operations) that do not depend on types. */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  and: (left, right) => {
    const a = truthOf(left);
    if (a === false) return three(false);
    const b = truthOf(right());
    return three(b === false ? false : a === undefined || b === undefined ? undefined : true);
  },
  or: (left, right) => {
    const a = truthOf(left);
    if (a === true) return three(true);
    const b = truthOf(right());
    return three(b === true ? true : a === undefined || b === undefined ? undefined : false);
  },
  xor: (left, right) => {
    const a = truthOf(left);
    const b = truthOf(right());
    return three(a === undefined || b === undefined ? undefined : a !== b);
  },
  implies: (left, right) => {
    const a = truthOf(left);
    if (a === false) return three(true);
    const b = truthOf(right());
    return three(b === true ? true : a === undefined || b === undefined ? undefined : false);
  },
  '=': (left, right) => three(equalValues(left, right())),
  '!=': (left, right) => {
    const equal = equalValues(left, right());
    return three(equal === undefined ? undefined : !equal);
  },
  in: (left, right) => contains(right(), left),
  contains: (left, right) => contains(left, right()),
  '|': (left, right) => distinct([...left, ...right()]),
  '&': (left, right) => [textOf(left) + textOf(right())],
  '+': (left, right) => {
    const a = single(left);
    const b = single(right());
    if (typeof a === 'number' && typeof b === 'number') return [a + b];
    return typeof a === 'string' && typeof b === 'string' ? [a + b] : NONE;
  },
};

function contains(collection: Values, item: Values): Values {
  const wanted = single(item);
  return wanted === undefined ? NONE : truth(collection.some((value) => equalValues([value], [wanted]) === true));
}

const textOf = (values: Values): string => {
  const value = single(values);
  return value === undefined ? '' : String(value);
};
