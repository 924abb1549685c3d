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
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (typeof value === 'string') return JSON.stringify(wellFormed(value));
  if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join(',')}]`;
  if (isPlainObject(value)) return `{${members(value).join(',')}}`;
  throw new TypeError(`JSON cannot hold this ${typeof value}`);
}

function members(object: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(object)
    .filter((name) => object[name] !== undefined)
    .sort((left, right) => (wellFormed(left) < wellFormed(right) ? -1 : 1))
    .map((name) => `${JSON.stringify(wellFormed(name))}:${canonicalJson(object[name])}`);
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
