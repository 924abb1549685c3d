import engine, { type Model } from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4/index.js';
import stu3 from 'fhirpath/fhir-context/stu3/index.js';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { FhirVersion } from '../model/suite.ts';

/** Values that an expression reads as `%name`. They are plain JSON: a date in them is a text until `toDateTime()`. */
export type Variables = Readonly<Record<string, JsonValue>>;

export type Evaluated = { readonly values: readonly JsonValue[] } | { readonly problem: Diagnostic };

/** Runs a compiled expression; throws what the engine throws. */
type Compiled = (resource: JsonObject | undefined, variables: Variables) => readonly JsonValue[];

/** Their declarations leave optional members out that the data has as undefined. */
const MODELS = { stu3, r4 } as unknown as Readonly<Record<FhirVersion, Model>>;

/** What `trace()` says goes nowhere: a constraint must not write to the terminal. */
const SILENT = { traceFn: () => {} };

/** Functions whose answer changes from one day to the next, so that a verdict could not be recomputed. */
const CLOCK_FUNCTIONS: ReadonlySet<string> = new Set(['now', 'today', 'timeOfDay']);

const compiled = new Map<string, Compiled>();

function compile(expression: string, version: FhirVersion): Compiled {
  const key = `${version} ${expression}`;
  let found = compiled.get(key);
  if (found === undefined) {
    found = engine.compile(expression, MODELS[version], SILENT) as Compiled;
    compiled.set(key, found);
  }
  return found;
}

/** What a FHIRPath expression (https://hl7.org/fhirpath/N1) selects from a resource, in document order. */
export function evaluate(
  expression: string,
  resource: JsonObject | undefined,
  { version, variables = {} }: { readonly version: FhirVersion; readonly variables?: Variables },
): Evaluated {
  try {
    return { values: compile(expression, version)(resource, variables) };
  } catch (cause) {
    return { problem: problem('FHIRPATH_FAILED', expression, cause) };
  }
}

/** Why an expression cannot be used in a suite: it does not parse, or it asks for the time. */
export function checkExpression(expression: string, version: FhirVersion): Diagnostic | undefined {
  try {
    compile(expression, version);
    const clock = functionsOf(engine.parse(expression)).find((name) => CLOCK_FUNCTIONS.has(name));
    if (clock === undefined) return undefined;
    return {
      code: 'BAD_FHIRPATH',
      severity: 'error',
      message: `"${expression}" asks for ${clock}(), so its verdict could not be recomputed later`,
      hint: 'Use %startedAt.toDateTime(), the time at which the exchange began.',
    };
  } catch (cause) {
    return problem('BAD_FHIRPATH', expression, cause);
  }
}

interface SyntaxNode {
  readonly type?: string;
  readonly text?: string;
  readonly children?: readonly SyntaxNode[];
}

function functionsOf(node: SyntaxNode): readonly string[] {
  const own = node.type === 'FunctionInvocation' && node.text !== undefined ? [node.text] : [];
  return [...own, ...(node.children ?? []).flatMap(functionsOf)];
}

function problem(code: 'BAD_FHIRPATH' | 'FHIRPATH_FAILED', expression: string, cause: unknown): Diagnostic {
  const why = cause instanceof Error ? cause.message : String(cause);
  return {
    code,
    severity: 'error',
    message: `"${expression}" ${code === 'BAD_FHIRPATH' ? 'is no FHIRPath' : 'could not be evaluated'}: ${why}`,
  };
}
