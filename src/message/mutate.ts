import { isDeepStrictEqual } from 'node:util';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { Mutation } from '../model/suite.ts';
import type { Draft, Fields } from './draft.ts';
import { type Edit, edited } from './json-pointer.ts';

export interface Mutated {
  readonly draft: Draft;
  readonly diagnostics: readonly Diagnostic[];
}

/** Time claims of a JWT (RFC 7519 section 4.1): a wrong clock moves all of them. */
const TIME_CLAIMS = ['iat', 'exp', 'nbf'];

/**
 * The draft with each mutation applied in turn, values already filled in.
 * A mutation that changes nothing would turn a negative into its twin, so it is an error.
 */
export function mutate(draft: Draft, mutations: readonly Mutation[]): Mutated {
  const diagnostics: Diagnostic[] = [];
  let current = draft;
  for (const mutation of mutations) {
    const changed = apply(current, mutation);
    if (changed === undefined || isDeepStrictEqual(changed, current)) diagnostics.push(withoutEffect(mutation));
    else current = changed;
  }
  return { draft: current, diagnostics };
}

/** Undefined when the place is not there. */
function apply(draft: Draft, mutation: Mutation): Draft | undefined {
  switch (mutation.op) {
    case 'set':
      return setPart(draft, mutation.in, mutation.value);
    case 'clock':
      return moveClock(draft, mutation.seconds);
    case 'sign':
      return signWith(draft, mutation.by);
    case 'connect':
      return undefined;
    case 'truncate':
      return { ...draft, bytes: { ...draft.bytes, keep: mutation.keep } };
    case 'remove':
      return editPart(draft, mutation.in, mutation.at, { op: 'remove' });
    case 'add':
    case 'replace':
      return editPart(draft, mutation.in, mutation.at, { op: mutation.op, value: mutation.value });
    default:
      return mutation satisfies never;
  }
}

function setPart(
  draft: Draft,
  part: 'path' | 'method' | 'token' | 'body' | 'bytes',
  value: JsonValue,
): Draft | undefined {
  switch (part) {
    case 'path':
      return { ...draft, path: String(value) };
    case 'method':
      return { ...draft, method: String(value) };
    case 'token':
      return draft.token === undefined ? undefined : { ...draft, token: String(value) };
    case 'body':
      return { ...draft, body: value };
    case 'bytes':
      return { ...draft, bytes: { ...draft.bytes, text: String(value) } };
    default:
      return part satisfies never;
  }
}

function editPart(
  draft: Draft,
  part: 'body' | 'query' | 'header' | 'token',
  at: string,
  edit: Edit,
): Draft | undefined {
  switch (part) {
    case 'body': {
      const body = draft.body === undefined ? undefined : edited(draft.body, at, edit);
      return body === undefined ? undefined : { ...draft, body };
    }
    case 'query': {
      const query = editFields(draft.query, at, edit, (a, b) => a === b);
      return query === undefined ? undefined : { ...draft, query };
    }
    case 'header':
      return editHeader(draft, at, edit);
    case 'token':
      return editToken(draft, at, edit);
    default:
      return part satisfies never;
  }
}

const sameHeader = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** The Authorization header is the token's: removing it removes the token, replacing it sends the text as it is. */
function editHeader(draft: Draft, name: string, edit: Edit): Draft | undefined {
  if (!sameHeader(name, 'Authorization') || draft.token === undefined) {
    const headers = editFields(draft.headers, name, edit, sameHeader);
    return headers === undefined ? undefined : { ...draft, headers };
  }
  const { token: _, ...rest } = draft;
  return edit.op === 'remove' ? rest : { ...rest, headers: [...draft.headers, [name, String(edit.value)]] };
}

function editFields(
  fields: Fields,
  name: string,
  edit: Edit,
  same: (a: string, b: string) => boolean,
): Fields | undefined {
  const values = (value: JsonValue): Fields =>
    (Array.isArray(value) ? (value as readonly JsonValue[]) : [value]).map((one) => [name, String(one)]);
  if (edit.op === 'add') return [...fields, ...values(edit.value)];
  const place = fields.findIndex(([field]) => same(field, name));
  if (place === -1) return undefined;
  const others = fields.filter(([field]) => !same(field, name));
  return edit.op === 'remove' ? others : others.toSpliced(Math.min(place, others.length), 0, ...values(edit.value));
}

function editToken(draft: Draft, at: string, edit: Edit): Draft | undefined {
  if (draft.token === undefined || typeof draft.token === 'string') return undefined;
  const token = edited(draft.token as unknown as JsonObject, at, edit);
  return token === undefined ? undefined : { ...draft, token: token as unknown as Draft['token'] & object };
}

function moveClock(draft: Draft, seconds: number): Draft | undefined {
  if (draft.token === undefined || typeof draft.token === 'string') return undefined;
  const claims = Object.fromEntries(
    Object.entries(draft.token.claims).map(([name, value]) =>
      TIME_CLAIMS.includes(name) && typeof value === 'number' ? [name, value + seconds] : [name, value],
    ),
  );
  return { ...draft, token: { ...draft.token, claims } };
}

function signWith(draft: Draft, by: 'another-key'): Draft | undefined {
  if (typeof draft.token !== 'object' || draft.token.signing === undefined) return undefined;
  return { ...draft, token: { ...draft.token, signing: { ...draft.token.signing, by } } };
}

function withoutEffect(mutation: Mutation): Diagnostic {
  const at = 'at' in mutation ? ` at ${mutation.at}` : '';
  return {
    code: 'MUTATION_WITHOUT_EFFECT',
    severity: 'error',
    message: `Mutation "${mutation.op}" of the ${mutation.in}${at} changes nothing in this request`,
    hint: 'The place must exist in the request of the twin, and the new value must differ from the old.',
  };
}
