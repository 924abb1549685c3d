import { isJsonObject, type JsonValue } from '../model/json.ts';

/** What a JSON pointer looks like, for schemas (https://www.rfc-editor.org/rfc/rfc6901#section-3). */
export const POINTER_PATTERN = '^(/([^~/]|~[01])*)*$';

const POINTER = new RegExp(POINTER_PATTERN, 'u');

/** The reference tokens of an RFC 6901 pointer; undefined when it is not one. */
export function pointerTokens(pointer: string): readonly string[] | undefined {
  if (!POINTER.test(pointer)) return undefined;
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What an edit does at its place; `undefined` means that the place cannot be reached. */
export type Edit =
  | { readonly op: 'remove' }
  | { readonly op: 'replace'; readonly value: JsonValue }
  | { readonly op: 'add'; readonly value: JsonValue };

/**
 * A copy of `value` edited at `pointer` with the semantics of RFC 6902 section 4 (add, remove, replace);
 * undefined when the place does not exist.
 */
export function edited(value: JsonValue, pointer: string, edit: Edit): JsonValue | undefined {
  const tokens = pointerTokens(pointer);
  return tokens === undefined ? undefined : editAt(value, tokens, edit);
}

/** A copy without what stands at these places, as far as anything does. */
export function without<T extends JsonValue | undefined>(value: T, pointers: readonly string[]): JsonValue | T {
  return pointers.reduce<JsonValue | T>(
    (rest, at) => (rest === undefined ? rest : (edited(rest, at, { op: 'remove' }) ?? rest)),
    value,
  );
}

function editAt(value: JsonValue, [token, ...rest]: readonly string[], edit: Edit): JsonValue | undefined {
  if (token === undefined) return edit.op === 'remove' ? undefined : edit.value;
  if (Array.isArray(value)) return editList(value, token, rest, edit);
  if (isJsonObject(value)) return editObject(value, token, rest, edit);
  return undefined;
}

function editList(
  list: readonly JsonValue[],
  token: string,
  rest: readonly string[],
  edit: Edit,
): JsonValue | undefined {
  const index = token === '-' ? list.length : Number(token);
  if (!Number.isInteger(index) || index < 0 || index > list.length) return undefined;
  if (rest.length === 0 && edit.op === 'add') return list.toSpliced(index, 0, edit.value);
  const member = list[index];
  if (member === undefined) return undefined;
  if (rest.length === 0 && edit.op === 'remove') return list.toSpliced(index, 1);
  const changed = editAt(member, rest, edit);
  return changed === undefined ? undefined : list.with(index, changed);
}

function editObject(
  object: { readonly [name: string]: JsonValue },
  token: string,
  rest: readonly string[],
  edit: Edit,
): JsonValue | undefined {
  const member = Object.hasOwn(object, token) ? object[token] : undefined;
  if (rest.length === 0 && edit.op === 'add') return { ...object, [token]: edit.value };
  if (member === undefined) return undefined;
  if (rest.length === 0 && edit.op === 'remove') {
    return Object.fromEntries(Object.entries(object).filter(([name]) => name !== token));
  }
  const changed = editAt(member, rest, edit);
  return changed === undefined ? undefined : { ...object, [token]: changed };
}
