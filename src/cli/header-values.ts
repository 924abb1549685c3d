import { placeholdersOf } from '../message/interpolate.ts';
import { valueAt } from '../message/scope.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import type { RunPlan } from '../model/plan.ts';
import type { Step, Template } from '../model/suite.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const FORBIDDEN = /[\r\n\u0000]/;

/**
 * Values that would end a header field early, for every header that carries one (RFC 9110 section 5.5). `values` are those of the plan
 * with their secrets.
 */
export function checkHeaderValues({ api, cases }: RunPlan, values: JsonObject): readonly Diagnostic[] {
  const sent = cases.flatMap(({ steps }) => steps.flatMap(headersOf));
  const headers: readonly Template[] = [...Object.values(api.headerSets), ...sent];
  const carried = headers
    .flatMap(placeholdersOf)
    .flatMap(({ path: [root, ...path] }) => (root === 'values' ? [path.join('.')] : []));
  return [...new Set(carried)].filter((name) => isForbidden(values, name)).map(injection);
}

const headersOf = (step: Step): readonly Template[] =>
  step.kind === 'send' && 'headers' in step.send ? [step.send.headers] : [];

function isForbidden(values: JsonObject, name: string): boolean {
  const value = valueAt(values, name.split('.'));
  return typeof value === 'string' && FORBIDDEN.test(value);
}

const injection = (name: string): Diagnostic => ({
  code: 'HEADER_INJECTION',
  severity: 'error',
  message: `The value "${name}" holds a line end, and goes into a header`,
  hint: 'Take the line end out: it would end the header, and begin another.',
  rule: 'https://www.rfc-editor.org/rfc/rfc9110#section-5.5',
  location: { pointer: `/${name.replaceAll('.', '/')}` },
});
