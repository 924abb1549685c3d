import { checkExpression, evaluate } from '../fhir/fhirpath.ts';
import { type AssertionKind, broken, type Finding, failed, passed, type Subject, unreadable } from './kind.ts';
import { payloadOf } from './payload.ts';

interface FhirPathArgs {
  readonly expression: string;
  readonly of: 'request' | 'response';
}

const parse = (args: unknown): FhirPathArgs =>
  typeof args === 'string'
    ? { expression: args, of: 'response' }
    : { of: 'response', ...(args as { expression: string }) };

/** A FHIRPath expression over the response, or the request, is true. Captures, leases and values are its `%variables`. */
export const fhirpath: AssertionKind = {
  kind: 'fhirpath',
  argsSchema: {
    anyOf: [
      { type: 'string' },
      {
        type: 'object',
        required: ['expression'],
        additionalProperties: false,
        properties: { expression: { type: 'string' }, of: { enum: ['request', 'response'] } },
      },
    ],
  },
  expression: (args) => parse(args).expression,
  lint: (args, api) => {
    const problem = checkExpression(parse(args).expression, api.fhirVersion);
    return problem === undefined ? [] : [problem];
  },
  looksAt: (args) => [{ of: parse(args).of, part: 'body' }],
  check: (args, subject) => {
    const { expression, of } = parse(args);
    const payload = of === 'response' ? subject.payload : payloadOf(subject.exchange.request, subject.api.fhirVersion);
    const { document, diagnostics } = payload.read();
    if (document === undefined) return unreadable(of, expression, diagnostics);
    return judge(expression, document.resource, subject);
  },
};

/** Exactly one true. No result is not the truth; a result that is no boolean is a mistake of the suite. */
function judge(
  expression: string,
  resource: Parameters<typeof evaluate>[1],
  { api, variables, exchange }: Subject,
): Finding {
  const evaluated = evaluate(expression, resource, {
    version: api.fhirVersion,
    variables: { ...variables, startedAt: exchange.startedAt },
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
