import { createRequire } from 'node:module';
import type { Model } from 'fhirpath';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { FhirVersion } from '../model/suite.ts';
import { withinTime } from '../model/within-time.ts';
import { parseExpression } from './invariants/parse.ts';
import { NEEDS_FHIR } from './needs-fhir.ts';
import { isQuick } from './pattern.ts';
import { isLarge } from './size.ts';

/** Values that an expression reads as `%name`. They are plain JSON: a date in them is a text until `toDateTime()`. */
export type Variables = Readonly<Record<string, JsonValue>>;

export type Evaluated = { readonly values: readonly JsonValue[] } | { readonly problem: Diagnostic };

/** An expression made ready; `run` throws what the engine throws, and a TimeLimitError when it runs away. */
export type CompiledExpression =
  | { readonly run: (value: JsonValue | undefined, variables: Variables) => readonly JsonValue[] }
  | { readonly problem: Diagnostic };

const require = createRequire(import.meta.url);

/** Loaded when the first expression needs it: loading takes longer than most commands, and only CommonJS loads in place. */
const engine = (): typeof import('fhirpath') => require('fhirpath') as typeof import('fhirpath');

/** What FHIR says of types and choices; loaded for one version at a time. */
const modelOf = (version: FhirVersion): Model => require(`fhirpath/fhir-context/${version}`) as Model;

/** Longest time that an expression may take on one value. */
const LIMIT_MS = 1000;

/** Functions that go through what they make themselves, or search by a regular expression. */
const OPEN_ENDED = /\b(?:matches|matchesFull|replaceMatches|repeat|repeatAll|descendants|aggregate)\b/;

/** A search by a regular expression that stands there. */
const SEARCH = /\bmatches\('((?:[^'\\]|\\.)*)'\)/g;

/** Criteria within criteria multiply; deeper than this an expression counts as open-ended. */
const MOST_NESTED = 2;

/** What `trace()` says goes nowhere: an expression must not write to the terminal. */
const SILENT = { traceFn: () => {} };

const compiled = new Map<string, CompiledExpression>();

/**
 * Compiles a FHIRPath expression (https://hl7.org/fhirpath/N1) once. `base` is the path of the element that it is run on,
 * as `Patient.contact`, when that is not a resource.
 */
export function compileExpression(expression: string, version: FhirVersion, base?: string): CompiledExpression {
  const key = `${version} ${base ?? ''} ${expression}`;
  let found = compiled.get(key);
  if (found === undefined) {
    found = compileAnew(expression, version, base);
    compiled.set(key, found);
  }
  return found;
}

function compileAnew(expression: string, version: FhirVersion, base: string | undefined): CompiledExpression {
  try {
    const path = base === undefined ? expression : { base, expression };
    const evaluate = engine().compile(path, modelOf(version), SILENT);
    const openEnded = isOpenEnded(expression);
    return {
      run: (value, variables) => {
        const run = (): readonly JsonValue[] => evaluate(value, variables) as readonly JsonValue[];
        return openEnded || mayTakeLong(value, variables) ? withinTime(LIMIT_MS, run) : run();
      },
    };
  } catch (cause) {
    return { problem: problem('BAD_FHIRPATH', expression, cause) };
  }
}

/** Searches that are known to be quick do not count. */
function isOpenEnded(expression: string): boolean {
  const rest = expression.replaceAll(SEARCH, (search, pattern: string) =>
    isQuick(pattern.replaceAll('\\\\', '\\')) ? '' : search,
  );
  return OPEN_ENDED.test(rest) || nestingOf(rest) > MOST_NESTED;
}

/** Functions that go through all that they are given, with a criterion for each. */
const CRITERION = /\b(?:where|select|all|exists|any)$/;

/** How deep criteria stand within criteria. */
function nestingOf(expression: string): number {
  const open: boolean[] = [];
  let deepest = 0;
  for (const [index, character] of [...expression].entries()) {
    if (character === '(') open.push(CRITERION.test(expression.slice(0, index)));
    if (character === ')') open.pop();
    deepest = Math.max(deepest, open.filter(Boolean).length);
  }
  return deepest;
}

/** The watch costs more than most expressions do, so it is kept for what can outlast it. */
const mayTakeLong = (value: JsonValue | undefined, variables: Variables): boolean =>
  isLarge(value ?? null) || Object.values(variables).some(isLarge);

/** What was selected before. Templates, captures, leases and expectations ask the same of a resource, which never changes. */
const known = new WeakMap<JsonObject, Map<string, Evaluated>>();

/** What an expression selects from a resource, in document order. `%resource` is the resource itself. */
export function evaluate(
  expression: string,
  resource: JsonObject | undefined,
  { version, variables = {} }: { readonly version: FhirVersion | undefined; readonly variables?: Variables },
): Evaluated {
  if (version === undefined) return { problem: NEEDS_FHIR };
  if (resource === undefined || expression.includes('%')) return evaluateAnew(expression, resource, version, variables);
  const ofResource = known.get(resource) ?? new Map<string, Evaluated>();
  known.set(resource, ofResource);
  const key = `${version} ${expression}`;
  const evaluated = ofResource.get(key) ?? evaluateAnew(expression, resource, version, {});
  ofResource.set(key, evaluated);
  return evaluated;
}

function evaluateAnew(
  expression: string,
  resource: JsonObject | undefined,
  version: FhirVersion,
  variables: Variables,
): Evaluated {
  const ready = compileExpression(expression, version);
  if ('problem' in ready) return { problem: { ...ready.problem, code: 'FHIRPATH_FAILED' } };
  try {
    return { values: ready.run(resource, resource === undefined ? variables : { ...variables, resource }) };
  } catch (cause) {
    return { problem: problem('FHIRPATH_FAILED', expression, cause) };
  }
}

/** Functions whose answer changes from one day to the next, so that a verdict could not be recomputed. */
const CLOCK_FUNCTIONS: ReadonlySet<string> = new Set(['now', 'today', 'timeOfDay']);
const CLOCK_WORDS = new RegExp(`\\b(?:${[...CLOCK_FUNCTIONS].join('|')})\\b`);

/** Why an expression cannot be used in a suite: it does not parse, it asks for the time, or there is no FHIR to evaluate it on. */
export function checkExpression(expression: string, version: FhirVersion | undefined): Diagnostic | undefined {
  if (version === undefined) return NEEDS_FHIR;
  // What our own parser reads is FHIRPath; only the rest is worth loading the engine for.
  if (parseExpression(expression) === undefined) {
    const ready = compileExpression(expression, version);
    if ('problem' in ready) return ready.problem;
  }
  const clock = clockFunctionOf(expression);
  if (clock === undefined) return undefined;
  return {
    code: 'BAD_FHIRPATH',
    severity: 'error',
    message: `"${expression}" asks for ${clock}(), so its verdict could not be recomputed later`,
    hint: 'Use %startedAt.toDateTime(), the time at which the exchange began.',
  };
}

/** Parsing is slow, so only an expression that has such a word somewhere is parsed to see whether it is a call. */
function clockFunctionOf(expression: string): string | undefined {
  if (!CLOCK_WORDS.test(expression)) return undefined;
  return functionsOf(engine().parse(expression)).find((name) => CLOCK_FUNCTIONS.has(name));
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
