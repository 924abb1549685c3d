/** Looks at untrusted data: undefined when it is a T, otherwise the RFC 6901 pointer of the first place that does not fit. */
export interface Shape<out T = unknown> {
  (value: unknown, at: string): string | undefined;
  /** Never there: carries the type of what fits. */
  readonly type?: () => T;
}

/** What fits a shape. */
export type Shaped<S> = S extends Shape<infer T> ? T : never;

export const when =
  <T>(fits: (value: unknown) => boolean): Shape<T> =>
  (value, at) =>
    fits(value) ? undefined : at;

export const text = when<string>((value) => typeof value === 'string');
export const truth = when<boolean>((value) => typeof value === 'boolean');
export const number = when<number>((value) => typeof value === 'number');
export const count = when<number>((value) => Number.isSafeInteger(value) && Number(value) >= 0);
export const anything = when<unknown>((value) => value !== undefined);

export const matching = (pattern: RegExp): Shape<string> =>
  when((value) => typeof value === 'string' && pattern.test(value));

export const oneOf = <const M extends string>(members: readonly M[]): Shape<M> => {
  const known: readonly string[] = members;
  return when((value) => typeof value === 'string' && known.includes(value));
};

export const optional =
  <T>(shape: Shape<T>): Shape<T | undefined> =>
  (value, at) =>
    value === undefined ? undefined : shape(value, at);

/** What fits the first or the second. */
export const either =
  <T, U>(one: Shape<T>, other: Shape<U>): Shape<T | U> =>
  (value, at) =>
    one(value, at) === undefined ? undefined : other(value, at);

export const list =
  <T>(member: Shape<T>): Shape<readonly T[]> =>
  (value, at) =>
    Array.isArray(value) ? firstOf(value.map((item, index) => member(item, `${at}/${index}`))) : at;

/** A list of exactly one. */
export const single =
  <T>(member: Shape<T>): Shape<readonly [T]> =>
  (value, at) =>
    Array.isArray(value) && value.length === 1 ? member(value[0], `${at}/0`) : at;

type Members = Readonly<Record<string, Shape>>;

/** What fits these members; those that may be undefined need not be there. */
type Fitting<M> = {
  readonly [K in keyof M as undefined extends Shaped<M[K]> ? never : K]: Shaped<M[K]>;
} & {
  readonly [K in keyof M as undefined extends Shaped<M[K]> ? K : never]?: Exclude<Shaped<M[K]>, undefined>;
};

/** An object with these members and no others: those of T, where a type is named. */
export function object<M extends Members>(members: M): Shape<Fitting<M>>;
export function object<T>(members: { readonly [K in keyof Required<T>]: Shape }): Shape<T>;
export function object(members: Members): Shape {
  const shapes = Object.entries(members);
  const known = new Set(shapes.map(([name]) => name));
  return (value, at) => {
    if (!isRecord(value)) return at;
    const stranger = Object.keys(value).find((name) => !known.has(name));
    if (stranger !== undefined) return `${at}/${stranger.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return firstOf(shapes.map(([name, shape]) => shape(value[name], `${at}/${name}`)));
  };
}

/** An object with at least these members; others are not looked at. */
export function atLeast<M extends Members>(members: M): Shape<Fitting<M>> {
  const shapes = Object.entries(members);
  return (value, at) =>
    isRecord(value) ? firstOf(shapes.map(([name, shape]) => shape(value[name], `${at}/${name}`))) : at;
}

/** An object whose member `type` chooses its shape. */
export function union<M extends Members>(
  shapes: M,
): Shape<{ readonly [K in keyof M]: Shaped<M[K]> & { readonly type: K } }[keyof M]> {
  const byType: Members = shapes;
  return (value, at) => {
    const type = isRecord(value) ? value['type'] : undefined;
    if (typeof type !== 'string' || !Object.hasOwn(byType, type)) return `${at}/type`;
    return byType[type]?.(value, at);
  };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function firstOf(misfits: readonly (string | undefined)[]): string | undefined {
  return misfits.find((misfit) => misfit !== undefined);
}
