import { type Finding, failed, passed } from '../assert/kind.ts';
import { type Placeholder, placeholdersOf } from '../message/interpolate.ts';
import { lookUp, type Scope } from '../message/scope.ts';
import type { Exchange } from '../model/exchange.ts';
import type { JsonValue } from '../model/json.ts';
import type { PlannedCase } from '../model/plan.ts';
import type { InteractionRequest, Step } from '../model/suite.ts';

/** What a later step takes from the response to one. */
interface Needed {
  /** Below the response: `header`, `ETag`. */
  readonly path: readonly string[];
  /** Id of the first step that needs it. */
  readonly by: string;
}

/** What the steps after one name of its response, each once, in the order of the steps. */
export function neededFrom({ steps }: Pick<PlannedCase, 'steps'>, { id, kind }: Step): readonly Needed[] {
  if (kind !== 'send') return [];
  const place = steps.findIndex((step) => step.id === id);
  const needed = steps
    .slice(place + 1)
    .flatMap((step) => ofResponses(templatesOf(step)).map(([of, path]) => ({ of, path, by: step.id })))
    .filter(({ of }) => of === id);
  return [...new Map(needed.toReversed().map((one) => [one.path.join('.'), one])).values()]
    .toReversed()
    .map(({ path, by }) => ({ path, by }));
}

/** Without what a later step needs that step cannot be carried out, so its absence is a finding about the response. */
export function checkNeeded({ path, by }: Needed, step: string, { ref }: Exchange, scope: Scope): Finding {
  const what = partOf(path);
  const value = lookUp(scope, [step, 'response', ...path]);
  if (value !== undefined) return passed(`The response has the ${what} that step "${by}" needs`, what, 'present');
  const why = `The response to step "${step}" (exchange ${ref.id}) has no ${what}, which step "${by}" needs`;
  return notGiven(why, what);
}

/** What an expectation names of responses and these do not have; undefined when nothing is missing there. */
export function lackingIn(args: JsonValue, scope: Scope): Finding | undefined {
  const [first] = placeholdersOf(args).filter((one) => isOfResponse(one) && lookUp(scope, one.path) === undefined);
  if (first === undefined) return undefined;
  const [step, , ...path] = first.path;
  const what = partOf(path);
  return notGiven(`The response to step "${step}" has no ${what}, which is compared here`, what);
}

const notGiven = (message: string, what: string): Finding => ({
  ...failed(message, what, null),
  diagnostics: [{ code: 'NEEDED_VALUE_MISSING', severity: 'error', message }],
});

/** The part of a message that a path names, as redactions call it: `header ETag`, `body /id`. */
function partOf([member = '', ...rest]: readonly string[]): string {
  return rest.length === 0 ? member : `${member} ${member === 'body' ? '/' : ''}${rest.join('/')}`;
}

const isOfResponse = ({ path }: Placeholder): boolean => path[1] === 'response';

const ofResponses = (templates: readonly JsonValue[]): readonly (readonly [string, readonly string[]])[] =>
  templates
    .flatMap(placeholdersOf)
    .filter(isOfResponse)
    .map(({ path: [step = '', , ...path] }) => [step, path]);

/** All of a step in which responses can be named. */
function templatesOf(step: Step): readonly JsonValue[] {
  const changes = step.mutate.map((mutation) => ('value' in mutation ? mutation.value : null));
  const expected = step.expect.map(({ args }) => args);
  const isNew = step.kind === 'send' && step.send.kind === 'interaction';
  return [...(isNew ? [step.send.query, step.send.headers, bodyOf(step.send)] : []), ...changes, ...expected];
}

function bodyOf({ body = null }: InteractionRequest): JsonValue {
  const isFile = typeof body === 'object' && body !== null && 'template' in body && 'file' in body;
  return isFile ? (body.template ?? null) : (body as JsonValue);
}
