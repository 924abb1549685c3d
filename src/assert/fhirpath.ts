import { checkExpression, evaluate } from '../fhir/fhirpath.ts';
import { readBearer } from '../message/bearer.ts';
import type { Exchange, HttpRequest } from '../model/exchange.ts';
import type { JsonObject } from '../model/json.ts';
import {
  type AssertionKind,
  broken,
  type Finding,
  failed,
  type MessagePart,
  ownSide,
  passed,
  type Side,
  type Subject,
  unreadable,
} from './kind.ts';
import { payloadOf } from './payload.ts';

interface FhirPathArgs {
  readonly expression: string;
  readonly of: Part;
}

/** A body, or what the request says elsewhere: the JWT of its Authorization, or the lists of values of its parameters. */
const PARTS = ['request', 'response', 'token', 'query'] as const;
type Part = (typeof PARTS)[number];

const parse = (args: unknown, own: Side): FhirPathArgs =>
  typeof args === 'string' ? { expression: args, of: own } : { of: own, ...(args as { expression: string }) };

/** A FHIRPath expression over what the system under test sent, or over another part of the exchange, is true. Captures, leases and values are its `%variables`. */
export const fhirpath: AssertionKind = {
  kind: 'fhirpath',
  needsFhir: true,
  argsSchema: {
    anyOf: [
      { type: 'string' },
      {
        type: 'object',
        required: ['expression'],
        additionalProperties: false,
        properties: { expression: { type: 'string' }, of: { enum: [...PARTS] } },
      },
    ],
  },
  expression: (args) => parse(args, 'response').expression,
  lint: (args, api) => {
    const problem = checkExpression(parse(args, 'response').expression, api.fhirVersion);
    return problem === undefined ? [] : [problem];
  },
  looksAt: (args, own) => [placeOf(parse(args, own).of)],
  check: (args, subject) => {
    const { expression, of } = parse(args, ownSide(subject.role));
    const { exchange, api } = subject;
    if (of === 'query') return judge(expression, queryOf(exchange.request), subject);
    if (of === 'token') {
      const token = readBearer(exchange.request.headers);
      return token === undefined
        ? failed('Authorization holds no JWT that can be read', expression, null)
        : judge(expression, token, subject);
    }
    const { document, diagnostics } = payloadOf(exchange[of], api.fhirVersion).read();
    if (document === undefined) return unreadable(of, expression, diagnostics);
    return judge(expression, document.resource, subject);
  },
};

function placeOf(part: Part): MessagePart {
  if (part === 'token') return { of: 'request', part: 'header Authorization' };
  return part === 'query' ? { of: 'request', part: 'url' } : { of: part, part: 'body' };
}

function queryOf({ url }: HttpRequest): JsonObject {
  const { searchParams } = new URL(url);
  return Object.fromEntries([...new Set(searchParams.keys())].map((name) => [name, searchParams.getAll(name)]));
}

/** When the exchange began, as a text and in whole seconds, as tokens count them. */
const timesOf = ({ startedAt }: Exchange) => ({ startedAt, startedAtEpoch: Math.floor(Date.parse(startedAt) / 1000) });

/** Exactly one true. No result is not the truth; a result that is no boolean is a mistake of the suite. */
function judge(
  expression: string,
  resource: Parameters<typeof evaluate>[1],
  { api, variables, exchange }: Subject,
): Finding {
  const evaluated = evaluate(expression, resource, {
    version: api.fhirVersion,
    variables: { ...variables, ...timesOf(exchange) },
  });
  if ('problem' in evaluated) return broken(evaluated.problem, expression);
  const { values } = evaluated;
  if (values.some((value) => typeof value !== 'boolean')) {
    return broken(
      {
        code: 'BAD_FHIRPATH',
        severity: 'error',
        message: `"${expression}" gives ${JSON.stringify(values)}, not a boolean`,
      },
      expression,
    );
  }
  const actual = values.length === 1 ? (values[0] ?? null) : values;
  return values.length === 1 && values[0] === true
    ? passed(`${expression} is true`, expression, actual)
    : failed(
        `${expression} is ${values.length === 0 ? 'empty' : JSON.stringify(actual)}, expected true`,
        expression,
        actual,
      );
}
