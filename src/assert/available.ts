import { checkExpression } from '../fhir/fhirpath.ts';
import { fhirpath } from './fhirpath.ts';
import type { AssertionKind } from './kind.ts';

interface AvailableArgs {
  /** As a message names it, as `slot in the next two days`. */
  readonly what: string;
  /** True of a response that shows it. */
  readonly fhirpath: string;
}

// The schema has seen to this shape.
const parse = (args: unknown): AvailableArgs => args as AvailableArgs;

/** Test data that a case needs and cannot make itself. That a response shows none of it is nobody's fault, and skips the case. */
export const available: AssertionKind = {
  kind: 'available',
  needsFhir: true,
  argsSchema: {
    type: 'object',
    required: ['what', 'fhirpath'],
    additionalProperties: false,
    properties: { what: { type: 'string', minLength: 1 }, fhirpath: { type: 'string' } },
  },
  expression: (args) => parse(args).fhirpath,
  lint: (args, api) => {
    const problem = checkExpression(parse(args).fhirpath, api.fhirVersion);
    return problem === undefined ? [] : [{ ...problem, location: { pointer: '/fhirpath' } }];
  },
  looksAt: () => [{ of: 'response', part: 'body' }],
  check: (args, subject) => {
    const { what, fhirpath: expression } = parse(args);
    const finding = fhirpath.check({ expression, of: 'response' }, subject);
    // What cannot be read says nothing of what there is.
    if (finding.verdict !== 'fail' || finding.diagnostics !== undefined) return finding;
    const message = `The system under test has no ${what}: let it have more test data`;
    return { ...finding, verdict: 'skip', message };
  },
};
