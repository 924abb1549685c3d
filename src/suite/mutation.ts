import { parseDuration } from '../message/duration.ts';
import type { JsonValue } from '../model/json.ts';
import { CONNECTION_MEMBERS, type Mutation } from '../model/suite.ts';
import { compileSchema } from '../schema/compile.ts';
import type { DeclaredMutation } from './declared.ts';
import { errorAt, type Located, type Report, sourceOf } from './located.ts';
import { CONNECTION } from './schema/steps.ts';

type Part = DeclaredMutation['in'];

const EDITABLE = ['body', 'query', 'header', 'token'] as const;
const SETTABLE = ['path', 'method', 'token', 'body', 'bytes'] as const;

/** A mutation as the model has it; undefined, and reported, when its part cannot be changed in that way. */
export function mutationOf(declared: Located<DeclaredMutation>, report: Report): Mutation | undefined {
  const { value } = declared;
  const mutation = converted(value);
  if (mutation === undefined) {
    const way = WAYS.find((key) => key in value) ?? 'value';
    const parts = PARTS_OF[way];
    const message = `"${way}" cannot change the ${value.in}`;
    report(errorAt(sourceOf(declared), 'WRONG_VALUE', message, `It can change: ${parts.join(', ')}`));
    return undefined;
  }
  if (injects(mutation)) {
    report(errorAt(sourceOf(declared), 'HEADER_INJECTION', 'A header name or value cannot hold CR, LF or NUL'));
  }
  return mutation;
}

const WAYS = ['remove', 'replace', 'add', 'clock', 'key', 'truncate', 'value'] as const;

const PARTS_OF: Readonly<Record<(typeof WAYS)[number], readonly Part[]>> = {
  remove: EDITABLE,
  replace: [...EDITABLE, 'connection'],
  add: EDITABLE,
  clock: ['token'],
  key: ['token'],
  truncate: ['bytes'],
  value: SETTABLE,
};

function converted(declared: DeclaredMutation): Mutation | undefined {
  const { in: part } = declared;
  if ('remove' in declared)
    return isEditable(part) ? { in: part, op: 'remove', at: place(part, declared.remove) } : undefined;
  if ('replace' in declared && part === 'connection') return connect(declared.replace, declared.value);
  if ('replace' in declared) return edit(part, 'replace', declared.replace, declared.value);
  if ('add' in declared) return edit(part, 'add', declared.add, declared.value);
  if ('clock' in declared) {
    return part === 'token'
      ? { in: part, op: 'clock', seconds: (parseDuration(declared.clock) ?? 0) / 1_000 }
      : undefined;
  }
  if ('key' in declared) return part === 'token' ? { in: part, op: 'sign', by: 'another-key' } : undefined;
  if ('truncate' in declared)
    return part === 'bytes' ? { in: part, op: 'truncate', keep: declared.truncate } : undefined;
  return isSettable(part) ? { in: part, op: 'set', value: declared.value } : undefined;
}

/** The schema of a connection says what its members can be. */
const isConnection = compileSchema(CONNECTION);

function connect(at: string, value: JsonValue): Mutation | undefined {
  const member = CONNECTION_MEMBERS.find((name) => name === at);
  if (member === undefined || isConnection({ [member]: value }).length > 0) return undefined;
  return { in: 'connection', op: 'connect', at: member, value };
}

function edit(part: Part, op: 'add' | 'replace', at: string, value: JsonValue): Mutation | undefined {
  return isEditable(part) ? { in: part, op, at: place(part, at), value } : undefined;
}

/** In a token a bare pointer means a claim. What signs it is no place to edit. */
function place(part: Part, at: string): string {
  const isBareClaim = part === 'token' && at.startsWith('/') && !/^\/(claims|header|exchange)(\/|$)/.test(at);
  return isBareClaim ? `/claims${at}` : at;
}

/** What ends a header field, RFC 9110 section 5.5. */
const ENDS_FIELD = ['\r', '\n', '\u0000'];

function injects(mutation: Mutation): boolean {
  if (mutation.in !== 'header') return false;
  const texts = [mutation.at, ...('value' in mutation ? [mutation.value].flat() : [])];
  return texts.some((text) => typeof text === 'string' && ENDS_FIELD.some((sign) => text.includes(sign)));
}

const isEditable = (part: Part): part is (typeof EDITABLE)[number] => (EDITABLE as readonly Part[]).includes(part);
const isSettable = (part: Part): part is (typeof SETTABLE)[number] => (SETTABLE as readonly Part[]).includes(part);
