import { kindOf } from '../judge/kinds.ts';
import { parseDuration } from '../message/duration.ts';
import { type Placeholder, placeholdersOf } from '../message/interpolate.ts';
import { valueAt } from '../message/scope.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { isJsonObject, type JsonValue } from '../model/json.ts';
import type { RunPlan } from '../model/plan.ts';
import type { Api, RequestTemplate, Step, Template } from '../model/suite.ts';
import { bodyTemplate, interactionOf, sharedTemplates } from '../suite/request-templates.ts';

/** Values that planned cases need and that are left blank, or that say how long and are no duration. */
export function checkNeededValues(plan: RunPlan): readonly Diagnostic[] {
  return needsOf(plan).flatMap((need) => {
    const value = valueAt(plan.values, need.path);
    if (value === undefined) return [];
    const blanks = blanksIn(value, need.path);
    if (blanks.length > 0) return blanks.map((path) => notSet(path, need));
    return need.isDuration && !isDuration(value) ? [notADuration(need)] : [];
  });
}

interface Named {
  readonly path: readonly string[];
  /** It is the argument of a filter, which moves a time. */
  readonly isDuration: boolean;
}

/** A value with the ids of the cases that need it. */
interface Need extends Named {
  readonly cases: readonly string[];
}

function needsOf({ api, cases }: RunPlan): readonly Need[] {
  const needs = new Map<string, Need>();
  for (const { id, steps } of cases) {
    for (const named of steps.flatMap((step) => valuesNamedBy(step, api))) {
      const key = `${named.path.join('.')} ${named.isDuration}`;
      const before = needs.get(key)?.cases ?? [];
      if (!before.includes(id)) needs.set(key, { ...named, cases: [...before, id] });
    }
  }
  return [...needs.values()];
}

/** By what the step sends, changes and expects, and by the probes around it. */
function valuesNamedBy(step: Step, api: Api): readonly Named[] {
  return templatesOfStep(step, api).flatMap(placeholdersOf).flatMap(valuesIn);
}

function templatesOfStep(step: Step, api: Api): readonly Template[] {
  const { id, expect } = step;
  if (step.kind === 'receive') return [...step.receive.match, ...expect].map(({ args }) => args);
  if (step.kind === 'attest') return [...step.printed, ...expect].map(({ args }) => args);
  const { send, mutate } = step;
  const probes = expect.flatMap(({ kind, args }) => kindOf(kind)?.readings?.(args, id) ?? []);
  const requests = [send, ...probes.flatMap(({ probe }) => api.probes[probe]?.send ?? [])];
  const changed = mutate.flatMap((mutation) => ('value' in mutation ? [mutation.value] : []));
  return [...requests.flatMap((one) => templatesOf(one, api)), ...changed, ...expect.map(({ args }) => args)];
}

function templatesOf(request: RequestTemplate, api: Api): readonly Template[] {
  if (request.kind === 'same') return [];
  const interaction = interactionOf(request, api);
  const shared = interaction === undefined ? [] : sharedTemplates(request, interaction, api);
  return [...shared, bodyTemplate(request), request.query, request.headers];
}

function valuesIn({ path, filters }: Placeholder): readonly Named[] {
  const durations = filters.flatMap(({ argument }) => (typeof argument === 'object' ? [argument] : []));
  return [{ path, isDuration: false }, ...durations.map((argument) => ({ path: argument, isDuration: true }))].flatMap(
    ({ path: [root, ...below], isDuration }) => (root === 'values' ? [{ path: below, isDuration }] : []),
  );
}

/** The blanks in a value: itself, or members of a group. */
function blanksIn(value: JsonValue, path: readonly string[]): readonly (readonly string[])[] {
  if (value === null) return [path];
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => blanksIn(member, [...path, name]));
}

const isDuration = (value: JsonValue): boolean => typeof value === 'string' && parseDuration(value) !== undefined;

const notSet = (path: readonly string[], { cases }: Need): Diagnostic => ({
  code: 'VALUE_NOT_SET',
  severity: 'error',
  message: `The value "${path.join('.')}" is not set, and ${neededBy(cases)} it`,
  hint: `Write it under values: in the configuration, or give it as --set ${path.join('.')}=…`,
  location: { pointer: `/${path.join('/')}` },
});

const notADuration = ({ path, cases }: Need): Diagnostic => ({
  code: 'WRONG_VALUE',
  severity: 'error',
  message: `The value "${path.join('.')}" is no duration, and ${neededBy(cases)} one`,
  hint: 'A duration is a whole number with m, h or d, as 48h.',
  location: { pointer: `/${path.join('/')}` },
});

const neededBy = ([first = '', ...others]: readonly string[]): string =>
  others.length === 0 ? `${first} needs` : `${first} and ${others.length} more cases need`;
