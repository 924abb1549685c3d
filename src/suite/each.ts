import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import type { Locate } from '../schema/problem.ts';
import { hintFor } from '../schema/suggestion.ts';
import { errorAt, type Report } from './located.ts';

/** A suite whose tables are put in place, with the means to find in the file what stands in it now. */
export interface Expanded {
  readonly value: JsonValue;
  readonly locate: Locate;
}

/**
 * Replaces each test that has rows under `each` by one test for each row, with `${each.NAME}` filled in. A text that is one such
 * placeholder alone takes the row's value with its type. A test without `id` takes the row's. What has another shape is left for
 * the schema to judge.
 */
export function expandEach(value: JsonValue, locate: Locate, report: Report): Expanded {
  if (!isJsonObject(value) || !Array.isArray(value.tests)) return { value, locate };
  /** Pointer in the expanded value -> pointer in the file. */
  const origins = new Map<string, string>();
  const tests = value.tests.flatMap((test: JsonValue, index) => {
    const at = `/tests/${index}`;
    return rowsOf(test).map((row, place) => ({ test, at, row, rowAt: `${at}/each/${place}` }));
  });
  const expanded = tests.map(({ test, at, row, rowAt }, index) => {
    const to = `/tests/${index}`;
    origins.set(to, at);
    return row === undefined ? test : new Filling(row, rowAt, origins, locate, report).test(test as JsonObject, at, to);
  });
  return { value: { ...value, tests: expanded }, locate: (pointer, part) => locate(original(pointer, origins), part) };
}

function rowsOf(test: JsonValue): readonly (JsonObject | undefined)[] {
  const rows = isJsonObject(test) ? test.each : undefined;
  return Array.isArray(rows) && rows.length > 0 && rows.every(isJsonObject) ? rows : [undefined];
}

/** The pointer with its longest known beginning replaced. */
function original(pointer: string, origins: ReadonlyMap<string, string>): string {
  for (let end = pointer.length; end > 0; end = pointer.lastIndexOf('/', end - 1)) {
    const origin = origins.get(pointer.slice(0, end));
    if (origin !== undefined) return origin + pointer.slice(end);
  }
  return pointer;
}

const WHOLE = /^\$\{\s*each\.([^{}|\s]+)\s*\}$/;
const EMBEDDED = /\$\{\s*each\.([^{}|\s]+)\s*\}/g;

/** One test filled in from one row. */
class Filling {
  readonly #row: JsonObject;
  readonly #rowAt: string;
  readonly #origins: Map<string, string>;
  readonly #locate: Locate;
  readonly #report: Report;

  constructor(row: JsonObject, rowAt: string, origins: Map<string, string>, locate: Locate, report: Report) {
    this.#row = row;
    this.#rowAt = rowAt;
    this.#origins = origins;
    this.#locate = locate;
    this.#report = report;
  }

  test({ each: _, ...test }: JsonObject, at: string, to: string): JsonObject {
    const filled = this.#fill(test, at, to) as JsonObject;
    // The case stands where its row does; what it has from the test keeps its place.
    for (const key of Object.keys(test)) this.#keep(`${to}/${key}`, `${at}/${key}`);
    this.#origins.set(to, this.#rowAt);
    return filled.id === undefined && this.#row.id !== undefined ? { id: this.#row.id, ...filled } : filled;
  }

  #keep(to: string, at: string): void {
    if (!this.#origins.has(to)) this.#origins.set(to, at);
  }

  #fill(value: JsonValue, at: string, to: string): JsonValue {
    if (typeof value === 'string') return this.#text(value, at, to);
    if (Array.isArray(value))
      return value.map((item: JsonValue, index) => this.#fill(item, `${at}/${index}`, `${to}/${index}`));
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => {
        const token = name.replaceAll('~', '~0').replaceAll('/', '~1');
        return [this.#name(name, `${at}/${token}`), this.#fill(item, `${at}/${token}`, `${to}/${token}`)];
      }),
    );
  }

  #text(text: string, at: string, to: string): JsonValue {
    const whole = WHOLE.exec(text)?.[1];
    if (whole === undefined) return this.#name(text, at);
    const value = this.#row[whole];
    if (value === undefined) return this.#unknown(whole, text, at);
    this.#origins.set(to, `${this.#rowAt}/${whole}`);
    return value;
  }

  #name(text: string, at: string): string {
    return text.replace(EMBEDDED, (placeholder, name: string) => {
      const value = this.#row[name];
      if (value === undefined) return this.#unknown(name, placeholder, at);
      return typeof value === 'string' ? value : JSON.stringify(value);
    });
  }

  #unknown(name: string, placeholder: string, at: string): string {
    const message = `The row has no "${name}"`;
    this.#report(errorAt(this.#locate(at), 'UNKNOWN_VALUE', message, hintFor(name, Object.keys(this.#row))));
    return placeholder;
  }
}
