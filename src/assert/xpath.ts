import { checkXPath, evaluateXPath } from '../fhir/xpath.ts';
import { describePredicate, matches, PREDICATE_PROPERTIES, type Predicate } from '../message/match.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonValue } from '../model/json.ts';
import {
  type AssertionKind,
  broken,
  type Finding,
  failed,
  noXml,
  ownSide,
  passed,
  type Side,
  type Subject,
} from './kind.ts';
import { xmlOf } from './payload.ts';

interface XPathArgs {
  readonly expression: string;
  readonly of: Side;
  readonly count?: number;
  /** What the value, or the one node that is selected, must meet; without it and `count` the expression must be true. */
  readonly predicate?: Predicate;
}

function parse(args: JsonValue, own: Side): XPathArgs {
  if (typeof args === 'string') return { expression: args, of: own };
  // The schema has seen to this shape.
  const { expression, of = own, count, ...predicate } = args as unknown as Omit<XPathArgs, 'predicate'> & Predicate;
  return {
    expression,
    of,
    ...(count === undefined ? {} : { count }),
    ...(Object.keys(predicate).length === 0 ? {} : { predicate }),
  };
}

const ONE_CONDITION: Diagnostic = {
  code: 'WRONG_VALUE',
  severity: 'error',
  message: 'One condition can be asked of an expression at a time',
  hint: 'Write a second xpath for the second condition.',
};

const placeIn = (args: JsonValue): string => (typeof args === 'string' ? '' : '/expression');

/**
 * An XPath 1.0 expression over the XML that the system under test sent is true, selects so many nodes, or gives a value that meets a
 * predicate. Its prefixes are the `namespaces` of the interface, and `$startedAt` is the time at which the exchange began.
 */
export const xpath: AssertionKind = {
  kind: 'xpath',
  argsSchema: {
    anyOf: [
      { type: 'string' },
      {
        type: 'object',
        required: ['expression'],
        maxProperties: 3,
        additionalProperties: false,
        properties: {
          expression: { type: 'string' },
          of: { enum: ['request', 'response'] },
          count: { type: 'integer', minimum: 0, description: 'How many nodes are selected.' },
          ...PREDICATE_PROPERTIES,
        },
      },
    ],
  },
  lint: (args, { namespaces = {} }) => {
    const asked = parse(args, 'response');
    const problem = checkXPath(asked.expression, namespaces);
    if (problem !== undefined) return [{ ...problem, location: { pointer: placeIn(args) } }];
    const conditions = Object.keys(asked.predicate ?? {}).length + (asked.count === undefined ? 0 : 1);
    return conditions > 1 ? [ONE_CONDITION] : [];
  },
  looksAt: (args, own) => [{ of: parse(args, own).of, part: 'body' }],
  check: (args, subject) => judge(parse(args, ownSide(subject.role)), subject),
};

function judge(asked: XPathArgs, { exchange, api: { namespaces = {} } }: Subject): Finding {
  const { expression, of } = asked;
  const expected = describe(asked);
  const xml = xmlOf(exchange[of]);
  if ('problem' in xml) return noXml(of, expected, xml.problem);
  const found = evaluateXPath(expression, xml.document, { namespaces, variables: { startedAt: exchange.startedAt } });
  if ('problem' in found) return broken(found.problem, expected);
  if (asked.count !== undefined) return counted(expression, asked.count, found, expected);
  if (asked.predicate === undefined) return truth(expression, found);
  const several = 'nodes' in found && found.nodes.length > 1;
  if (several)
    return failed(`${expression} selects ${found.nodes.length} nodes, expected one`, expected, [...found.nodes]);
  const actual = 'nodes' in found ? found.nodes[0] : found.value;
  const held = matches(asked.predicate, actual);
  if ('problem' in held) return broken(held.problem, expected);
  const message =
    actual === undefined ? `There is nothing at ${expression}` : `${expression} is ${JSON.stringify(actual)}`;
  return held.holds
    ? passed(message, expected, actual ?? null)
    : failed(`${message}, expected ${describePredicate(asked.predicate)}`, expected, actual ?? null);
}

type Found = Exclude<ReturnType<typeof evaluateXPath>, { readonly problem: unknown }>;

function counted(expression: string, count: number, found: Found, expected: JsonValue): Finding {
  if ('value' in found) return broken(unlike(expression, 'a value', 'nodes'), expected);
  const actual = found.nodes.length;
  const message = `${expression} selects ${actual}`;
  return actual === count
    ? passed(message, expected, actual)
    : failed(`${message}, expected ${count}`, expected, actual);
}

/** Nodes are not the truth, whatever they say: that they are there is asked with `present`. */
function truth(expression: string, found: Found): Finding {
  if ('nodes' in found || typeof found.value !== 'boolean') {
    return broken(
      unlike(expression, 'nodes' in found ? 'nodes' : JSON.stringify(found.value), 'a boolean'),
      expression,
    );
  }
  return found.value
    ? passed(`${expression} is true`, expression, true)
    : failed(`${expression} is false, expected true`, expression, false);
}

const unlike = (expression: string, given: string, wanted: string) =>
  ({ code: 'BAD_XPATH', severity: 'error', message: `"${expression}" gives ${given}, not ${wanted}` }) as const;

function describe({ expression, count, predicate }: XPathArgs): string {
  if (count !== undefined) return `${expression} selects ${count}`;
  return predicate === undefined ? expression : `${expression} ${describePredicate(predicate)}`;
}
