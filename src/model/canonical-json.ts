/**
 * JSON in the canonical form of RFC 8785 (https://www.rfc-editor.org/rfc/rfc8785): no white space, members sorted by
 * UTF-16 code units, numbers and strings as ECMAScript writes them. Members that are undefined are left out.
 *
 * One departure: the RFC refuses lone surrogates, but a system under test that sends one must not be able to stop the
 * record, so each is written as the text of its escape (`\ud800` becomes six characters).
 *
 * @throws TypeError for what JSON cannot hold: non-finite numbers, functions, bigints, holes in lists, class instances.
 */
export function canonicalJson(value: unknown): string {
  return written(value, LEVELS);
}

/** So far down parts that are in order are looked for: each of these levels may have all below it gone through once more. */
const LEVELS = 8;

/** Whether a value is such that JSON.stringify writes its canonical form, as it does for most that were read from one. */
function isInOrder(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value === 'number') return Number.isFinite(value);
  if (value === null || typeof value === 'boolean') return true;
  if (Array.isArray(value)) return Array.from(value).every(isInOrder);
  return isPlainObject(value) && areInOrder(value);
}

function areInOrder(object: Readonly<Record<string, unknown>>): boolean {
  let before = '';
  for (const name of Object.keys(object)) {
    const inOrder = before <= name && name.isWellFormed();
    if (!inOrder || (object[name] !== undefined && !isInOrder(object[name]))) return false;
    before = name;
  }
  return true;
}

function written(value: unknown, levels: number): string {
  if (levels > 0 && isInOrder(value)) return JSON.stringify(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (typeof value === 'string') return JSON.stringify(wellFormed(value));
  if (Array.isArray(value)) return `[${Array.from(value, (member) => written(member, levels - 1)).join(',')}]`;
  if (isPlainObject(value)) return `{${members(value, levels - 1).join(',')}}`;
  throw new TypeError(`JSON cannot hold this ${typeof value}`);
}

function members(object: Readonly<Record<string, unknown>>, levels: number): readonly string[] {
  return Object.keys(object)
    .filter((name) => object[name] !== undefined)
    .sort((left, right) => (wellFormed(left) < wellFormed(right) ? -1 : 1))
    .map((name) => `${JSON.stringify(wellFormed(name))}:${written(object[name], levels)}`);
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function wellFormed(text: string): string {
  if (text.isWellFormed()) return text;
  return text.replace(/\p{Surrogate}/gu, (lone) => `\\u${lone.charCodeAt(0).toString(16)}`);
}
