/** Looks at untrusted data: undefined when it is a T, otherwise the RFC 6901 pointer to the first place in it that does not fit. */
export interface Shape<out T = unknown> {
  (value: unknown): string | undefined;
  /** Never there: carries the type of what fits. */
  readonly type?: () => T;
}

/** What fits a shape. */
export type Shaped<S> = S extends Shape<infer T> ? T : never;

/** The pointer to the whole. */
const ITSELF = '';

export const when =
  <T>(fits: (value: unknown) => boolean): Shape<T> =>
  (value) =>
    fits(value) ? undefined : ITSELF;

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
  (value) =>
    value === undefined ? undefined : shape(value);

/** What fits the first or the second. */
export const either =
  <T, U>(one: Shape<T>, other: Shape<U>): Shape<T | U> =>
  (value) =>
    one(value) === undefined ? undefined : other(value);

export const list =
  <T>(member: Shape<T>): Shape<readonly T[]> =>
  (value) =>
    Array.isArray(value) ? firstMisfit(value.entries(), member) : ITSELF;

/** A list of exactly one. */
export const single =
  <T>(member: Shape<T>): Shape<readonly [T]> =>
  (value) =>
    Array.isArray(value) && value.length === 1 ? list(member)(value) : ITSELF;

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
  const shape = atLeast(members);
  return (value) => {
    if (!isRecord(value)) return ITSELF;
    const stranger = Object.keys(value).find((name) => !Object.hasOwn(members, name));
    return stranger === undefined ? shape(value) : pointerTo(stranger);
  };
}

/** An object with at least these members; others are not looked at. */
export function atLeast<M extends Members>(members: M): Shape<Fitting<M>> {
  const shapes = Object.entries(members);
  return (value) => (isRecord(value) ? firstMisfit(shapes, (shape, name) => shape(value[name])) : ITSELF);
}

/** An object of any members, each of which fits. */
export const members =
  <T>(member: Shape<T>): Shape<Readonly<Record<string, T>>> =>
  (value) =>
    isRecord(value) ? firstMisfit(Object.entries(value), member) : ITSELF;

/** An object whose member `type` chooses its shape. */
export function union<M extends Members>(
  shapes: M,
): Shape<{ readonly [K in keyof M]: Shaped<M[K]> & { readonly type: K } }[keyof M]> {
  const byType: Members = shapes;
  return (value) => {
    const type = isRecord(value) ? value['type'] : undefined;
    return typeof type === 'string' && Object.hasOwn(byType, type) ? byType[type]?.(value) : '/type';
  };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Of parts by their names, the pointer to the first that does not fit. */
function firstMisfit<Name extends string | number, Part>(
  parts: Iterable<readonly [Name, Part]>,
  look: (part: Part, name: Name) => string | undefined,
): string | undefined {
  for (const [name, part] of parts) {
    const misfit = look(part, name);
    if (misfit !== undefined) return `${pointerTo(name)}${misfit}`;
  }
  return undefined;
}

const pointerTo = (name: string | number): string => `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
