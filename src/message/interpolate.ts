import type { Diagnostic } from '../model/diagnostic.ts';
import { isJsonObject, type JsonValue } from '../model/json.ts';
import type { Template } from '../model/suite.ts';
import { FILTERS } from './filters.ts';
import { lookUp, type Scope } from './scope.ts';

/** One `${path | filter argument | …}` as written. */
export interface Placeholder {
  readonly text: string;
  readonly path: readonly string[];
  /** The argument as it stands, or the path of the value that is the argument: no argument has a dot, every path of values has. */
  readonly filters: readonly { readonly name: string; readonly argument?: string | readonly string[] }[];
}

export interface Interpolated {
  /** Absent when any placeholder could not be filled. */
  readonly value?: JsonValue;
  readonly diagnostics: readonly Diagnostic[];
}

const PLACEHOLDER = /\$\{([^{}]*)\}/g;
const WHOLE = /^\$\{([^{}]*)\}$/;

const parsed = new Map<string, Placeholder>();

/** Suites write the same few placeholders again and again, so each text is taken apart once. */
function parsePlaceholder(text: string): Placeholder {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const placeholder = parseAnew(text);
  parsed.set(text, placeholder);
  return placeholder;
}

function parseAnew(text: string): Placeholder {
  const [path = '', ...filters] = text.split('|').map((part) => part.trim());
  return {
    text,
    path: path.split('.'),
    filters: filters.map((filter) => {
      const [name = '', ...argument] = filter.split(/\s+/);
      if (argument.length === 0) return { name };
      const text = argument.join(' ');
      return { name, argument: text.includes('.') ? text.split('.') : text };
    }),
  };
}

/** Every placeholder of a template, so that lint can ask whether each will be in scope. */
export function placeholdersOf(template: Template): readonly Placeholder[] {
  if (typeof template === 'string') {
    return [...template.matchAll(PLACEHOLDER)].map((match) => parsePlaceholder(match[1] ?? ''));
  }
  if (Array.isArray(template)) return template.flatMap(placeholdersOf);
  if (isJsonObject(template)) return Object.values(template).flatMap(placeholdersOf);
  return [];
}

/**
 * Fills the placeholders of a template from the scope. A text that is one placeholder alone takes the value with its type;
 * inside a longer text only texts, numbers and booleans fit. All problems are reported, as UNKNOWN_VALUE.
 */
export function interpolate(template: Template, scope: Scope): Interpolated {
  const diagnostics: Diagnostic[] = [];
  const value = fill(template, scope, (problem) => diagnostics.push(problem));
  return diagnostics.length > 0 || value === undefined ? { diagnostics } : { value, diagnostics };
}

function fill(template: Template, scope: Scope, report: (problem: Diagnostic) => void): JsonValue | undefined {
  if (typeof template === 'string') return fillText(template, scope, report);
  if (Array.isArray(template)) return template.map((member) => fill(member, scope, report) ?? null);
  if (!isJsonObject(template)) return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, member]) => [name, fill(member, scope, report) ?? null]),
  );
}

function fillText(text: string, scope: Scope, report: (problem: Diagnostic) => void): JsonValue | undefined {
  const whole = WHOLE.exec(text);
  if (whole !== null) return resolve(parsePlaceholder(whole[1] ?? ''), scope, report);
  return text.replace(PLACEHOLDER, (_, inner: string) => {
    const placeholder = parsePlaceholder(inner);
    const value = resolve(placeholder, scope, report);
    if (value !== undefined && typeof value === 'object') {
      report(unknownValue(placeholder, 'is a list, an object or null, which does not fit inside a text'));
      return '';
    }
    return value === undefined ? '' : String(value);
  });
}

function resolve(placeholder: Placeholder, scope: Scope, report: (problem: Diagnostic) => void): JsonValue | undefined {
  let value = lookUp(scope, placeholder.path);
  if (value === undefined) {
    report(unknownValue(placeholder, 'has no value here'));
    return undefined;
  }
  for (const { name, argument } of placeholder.filters) {
    value = FILTERS[name]?.(value, argumentOf(argument, scope));
    if (value === undefined) {
      report(unknownValue(placeholder, `cannot be filled: the filter "${name}" is unknown or does not fit`));
      return undefined;
    }
  }
  return value;
}

function argumentOf(argument: string | readonly string[] | undefined, scope: Scope): string | undefined {
  if (argument === undefined || typeof argument === 'string') return argument;
  const value = lookUp(scope, argument);
  return typeof value === 'string' ? value : undefined;
}

function unknownValue(placeholder: Placeholder, why: string): Diagnostic {
  return {
    code: 'UNKNOWN_VALUE',
    severity: 'error',
    message: `\${${placeholder.text}} ${why}`,
    hint: 'Values come from the configuration, from captures and leases of earlier steps, and from those steps by their id.',
  };
}
