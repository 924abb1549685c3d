import { createRequire } from 'node:module';
import type { Document, Node } from '@xmldom/xmldom';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Namespaces } from '../model/suite.ts';
import { withinTime } from '../model/within-time.ts';
import { hintFor } from '../schema/suggestion.ts';

/** What an expression gives: a value, or the string-values of the nodes that it selects, in document order. */
export type XPathFound =
  | { readonly value: string | number | boolean }
  | { readonly nodes: readonly string[] }
  | { readonly problem: Diagnostic };

/** What an expression is evaluated with, besides the document. */
export interface XPathContext {
  readonly namespaces: Namespaces;
  /** By the names of XPATH_VARIABLES. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** What expressions read as `$name`: `startedAt` is the time at which the exchange began, in UTC. */
const XPATH_VARIABLES: readonly string[] = ['startedAt'];

/** The parts of the engine that are used here; its own types ask for those of browsers. */
interface Engine {
  readonly parse: (expression: string) => {
    readonly evaluate: (context: {
      readonly node: Document;
      readonly namespaces: Namespaces;
      readonly variables: Readonly<Record<string, string>>;
    }) => Result;
  };
}

/** A set of nodes, a number, a boolean or a text. */
interface Result {
  readonly toArray?: () => readonly Node[];
  readonly num?: number;
  readonly b?: boolean;
  readonly stringValue: () => string;
}

const require = createRequire(import.meta.url);

/** Loaded when the first expression needs it. */
const engine = (): Engine => require('xpath') as Engine;

/** Longest time that an expression may take on one document. */
const LIMIT_MS = 1000;

/** No suite needs longer ones; what they cost in memory is bounded by that and the size of the document. */
const MAX_EXPRESSION = 2000;

const parsed = new Map<string, ReturnType<Engine['parse']>>();

function parse(expression: string): ReturnType<Engine['parse']> {
  const known = parsed.get(expression) ?? engine().parse(expression);
  parsed.set(expression, known);
  return known;
}

/** What an XPath 1.0 expression (https://www.w3.org/TR/xpath-10/) gives on a document. One that runs away is stopped, and is a problem. */
export function evaluateXPath(
  expression: string,
  document: Document,
  { namespaces, variables = {} }: XPathContext,
): XPathFound {
  const wrong = checkXPath(expression, namespaces);
  if (wrong !== undefined) return { problem: wrong };
  try {
    return withinTime(LIMIT_MS, () => foundIn(parse(expression).evaluate({ node: document, namespaces, variables })));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    return { problem: problem('XPATH_FAILED', `"${expression}" could not be evaluated: ${why}`) };
  }
}

function foundIn(result: Result): XPathFound {
  if (result.toArray !== undefined) return { nodes: result.toArray().map(stringValue) };
  const { b, num } = result;
  // JSON has no NaN and no infinity.
  return { value: b ?? (Number.isFinite(num) ? num : undefined) ?? result.stringValue() };
}

/** https://www.w3.org/TR/xpath-10/#data-model */
const stringValue = (node: Node): string =>
  node.nodeValue ?? (node.textContent || (node as Partial<Document>).documentElement?.textContent) ?? '';

/** Why an expression cannot be used: it does not parse, or it names a prefix, function or variable that there is not. */
export function checkXPath(expression: string, namespaces: Namespaces): Diagnostic | undefined {
  if (expression.length > MAX_EXPRESSION) {
    return problem('BAD_XPATH', `The expression is longer than ${MAX_EXPRESSION} characters`);
  }
  try {
    parse(expression);
  } catch {
    return problem('BAD_XPATH', `"${expression}" is no XPath 1.0`);
  }
  const bare = expression.replaceAll(LITERAL, '""');
  return (
    unknownIn(bare, PREFIX, Object.keys(namespaces), ['UNKNOWN_PREFIX', 'There is no namespace with the prefix']) ??
    unknownIn(bare, CALL, CALLABLE, ['BAD_XPATH', 'XPath 1.0 has no function']) ??
    unknownIn(bare, VARIABLE, XPATH_VARIABLES, ['BAD_XPATH', 'There is no variable'])
  );
}

const LITERAL = /"[^"]*"|'[^']*'/g;
const PREFIX = /([\p{L}_][\p{L}\p{N}_.-]*):(?=[\p{L}_*])/gu;
const CALL = /([\p{L}_][\p{L}\p{N}_.:-]*)\s*\(/gu;
const VARIABLE = /\$\s*([\p{L}_][\p{L}\p{N}_.:-]*)/gu;

/** The core function library, types of nodes and operators: what may stand before a parenthesis. */
const CALLABLE: readonly string[] = [
  ...['last', 'position', 'count', 'id', 'local-name', 'namespace-uri', 'name'],
  ...['string', 'concat', 'starts-with', 'contains', 'substring-before', 'substring-after', 'substring'],
  ...['string-length', 'normalize-space', 'translate', 'boolean', 'not', 'true', 'false', 'lang'],
  ...['number', 'sum', 'floor', 'ceiling', 'round'],
  ...['comment', 'text', 'processing-instruction', 'node'],
  ...['and', 'or', 'div', 'mod'],
];

function unknownIn(
  bare: string,
  pattern: RegExp,
  known: readonly string[],
  [code, what]: readonly ['BAD_XPATH' | 'UNKNOWN_PREFIX', string],
): Diagnostic | undefined {
  const names = [...bare.matchAll(pattern)].map(([, name = '']) => name.replace(/^.*::/, ''));
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return undefined;
  return { ...problem(code, `${what} "${unknown}"`), hint: hintFor(unknown, known) };
}

const problem = (code: Diagnostic['code'], message: string): Diagnostic => ({ code, severity: 'error', message });
