import { FILTERS } from '../message/filters.ts';
import { type Placeholder, placeholdersOf } from '../message/interpolate.ts';
import { TOKEN_PARTS } from '../message/issue-token.ts';
import { valueAt } from '../message/scope.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import { hintFor } from '../schema/suggestion.ts';

export interface Unfilled {
  readonly message: string;
  readonly hint?: string;
}

/** Says of the part of a path below a root what is wrong with it. */
export type Root = (path: readonly string[]) => Unfilled | undefined;

/** What can be named at a place: each root, with what is known of what lies below it. */
export type NamesInScope = ReadonlyMap<string, Root>;

/** Captured and leased values: what lies in them only the response can tell. */
export const anything: Root = () => undefined;

export const single: Root = (path) =>
  path.length === 0 ? undefined : { message: `is a single value, so it has no "${path.join('.')}"` };

/** `${uuid.NAME}`: any name is a generated value. */
export const generated: Root = (path) =>
  path.length === 1 ? undefined : { message: 'needs one name, as ${uuid.request}' };

const OF_TOKEN: readonly string[] = ['text', ...TOKEN_PARTS];

/** `${token.text}` and the parts of the token that a mutation replaces. */
export const token: Root = (path) =>
  path.length === 1 && OF_TOKEN.includes(path[0] ?? '')
    ? undefined
    : { message: `has no "${path.join('.')}"`, hint: hintFor(path[0] ?? '', OF_TOKEN) };

/** Data that is known when suites are loaded. */
export const known =
  (data: JsonObject): Root =>
  (path) => {
    if (valueAt(data, path) !== undefined) return undefined;
    const depth = path.findIndex((_, index) => valueAt(data, path.slice(0, index + 1)) === undefined);
    const around = valueAt(data, path.slice(0, depth));
    const names = isJsonObject(around) ? Object.keys(around) : [];
    return { message: `has no value "${path.slice(0, depth + 1).join('.')}"`, hint: hintFor(path[depth] ?? '', names) };
  };

const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  request: ['method', 'url', 'header', 'body'],
  response: ['status', 'header', 'body'],
};

/** Earlier steps: `STEP.request.…` and `STEP.response.…`. */
const stepWith =
  (members: typeof MEMBERS): Root =>
  ([message = '', member = '', ...rest]) => {
    const known = Object.hasOwn(members, message) ? members[message] : undefined;
    if (known === undefined) {
      return { message: `is a step, which has no "${message}"`, hint: hintFor(message, Object.keys(members)) };
    }
    if (!known.includes(member))
      return { message: `has no "${member}" in its ${message}`, hint: hintFor(member, known) };
    const wantsName = member === 'header';
    return wantsName && rest.length !== 1 ? { message: 'needs the name of one header' } : undefined;
  };

export const exchanged = stepWith(MEMBERS);

/** Without FHIR nothing in a body can be named. */
export const exchangedAsXml = stepWith({ request: ['method', 'url', 'header'], response: ['status', 'header'] });

/** What is wrong with each placeholder of a template; nothing when all can be filled as far as one can tell. */
export function unfilledIn(template: JsonValue, scope: NamesInScope): readonly Unfilled[] {
  return placeholdersIn(template).flatMap((placeholder) => unfilled(placeholder, scope) ?? []);
}

/** Bodies and tokens are the same in most cases. */
const searched = new WeakMap<object, readonly Placeholder[]>();

export function placeholdersIn(template: JsonValue): readonly Placeholder[] {
  if (typeof template !== 'object' || template === null) return placeholdersOf(template);
  const found = searched.get(template) ?? placeholdersOf(template);
  searched.set(template, found);
  return found;
}

function unfilled(
  { text, path: [name = '', ...rest], filters }: Placeholder,
  scope: NamesInScope,
): Unfilled | undefined {
  const root = scope.get(name);
  if (root === undefined) {
    return { message: `\${${text}}: nothing is called "${name}" here`, hint: hintFor(name, scope.keys()) };
  }
  const problem = root(rest);
  if (problem !== undefined) return { ...problem, message: `\${${text}}: "${name}" ${problem.message}` };
  const filter = filters.find((one) => !Object.hasOwn(FILTERS, one.name));
  if (filter === undefined) return unfilledArgument(text, filters, scope);
  return {
    message: `\${${text}}: there is no filter "${filter.name}"`,
    hint: hintFor(filter.name, Object.keys(FILTERS)),
  };
}

function unfilledArgument(text: string, filters: Placeholder['filters'], scope: NamesInScope): Unfilled | undefined {
  const paths = filters.flatMap(({ argument }) => (typeof argument === 'object' ? [argument] : []));
  return paths.map((path) => unfilled({ text, path, filters: [] }, scope)).find((problem) => problem !== undefined);
}
