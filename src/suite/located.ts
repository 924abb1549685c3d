import type { Diagnostic, SourceRef } from '../model/diagnostic.ts';
import type { DiagnosticCode } from '../model/diagnostic-code.ts';
import type { Locate } from '../schema/problem.ts';

/** A part of a file, with the means to say where it stands. */
export interface Located<T> {
  readonly value: T;
  readonly pointer: string;
  readonly locate: Locate;
}

export type Report = (finding: Diagnostic) => void;

export function sourceOf({ locate, pointer }: Located<unknown>): SourceRef {
  return locate(pointer, 'value');
}

/** Where the name of a member stands. */
export function keyOf({ locate, pointer }: Located<unknown>): SourceRef {
  return locate(pointer, 'key');
}

/** A member of a mapping; undefined when it is not given. */
export function member<T extends object, K extends keyof T & string>(
  of: Located<T>,
  key: K,
): Located<NonNullable<T[K]>> | undefined {
  const value = of.value[key];
  return value === undefined || value === null ? undefined : below(of, key, value);
}

/** The members of a mapping by name; none when there is no mapping. */
export function members<T>(
  of: Located<Readonly<Record<string, T>>> | undefined,
): readonly (readonly [name: string, Located<T>])[] {
  if (of === undefined) return [];
  return Object.entries(of.value).map(([name, value]) => [name, below(of, name, value)] as const);
}

/** The items of a list; none when there is no list. */
export function items<T>(of: Located<readonly T[]> | undefined): readonly Located<T>[] {
  return of === undefined ? [] : of.value.map((value, index) => below(of, String(index), value));
}

function below<T>({ pointer, locate }: Located<unknown>, token: string, value: T): Located<T> {
  return { value, locate, pointer: `${pointer}/${token.replaceAll('~', '~0').replaceAll('/', '~1')}` };
}

/** An error at a place of a file. */
export function errorAt(source: SourceRef, code: DiagnosticCode, message: string, hint?: string): Diagnostic {
  return { code, severity: 'error', message, ...(hint === undefined ? {} : { hint }), location: { source } };
}
