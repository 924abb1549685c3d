/** Looks at untrusted data: undefined when it fits, otherwise the RFC 6901 pointer of the first place that does not. */
export type Shape = (value: unknown, at: string) => string | undefined;

const when =
  (fits: (value: unknown) => boolean): Shape =>
  (value, at) =>
    fits(value) ? undefined : at;

export const text = when((value) => typeof value === 'string');
export const truth = when((value) => typeof value === 'boolean');
export const number = when((value) => typeof value === 'number');
export const count = when((value) => Number.isSafeInteger(value) && Number(value) >= 0);
export const anything = when((value) => value !== undefined);

export const matching = (pattern: RegExp): Shape => when((value) => typeof value === 'string' && pattern.test(value));

export const oneOf = (members: readonly string[]): Shape =>
  when((value) => typeof value === 'string' && members.includes(value));

export const optional =
  (shape: Shape): Shape =>
  (value, at) =>
    value === undefined ? undefined : shape(value, at);

/** What fits the first or the second. */
export const either =
  (one: Shape, other: Shape): Shape =>
  (value, at) =>
    one(value, at) === undefined ? undefined : other(value, at);

export const list =
  (member: Shape): Shape =>
  (value, at) =>
    Array.isArray(value) ? firstOf(value.map((item, index) => member(item, `${at}/${index}`))) : at;

/** An object with the members of T and no others. */
export function object<T>(members: { readonly [K in keyof Required<T>]: Shape }): Shape {
  const shapes: readonly (readonly [string, Shape])[] = Object.entries(members);
  const known = new Set(shapes.map(([name]) => name));
  return (value, at) => {
    if (!isRecord(value)) return at;
    const stranger = Object.keys(value).find((name) => !known.has(name));
    if (stranger !== undefined) return `${at}/${stranger.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return firstOf(shapes.map(([name, shape]) => shape(value[name], `${at}/${name}`)));
  };
}

/** An object with at least these members; others are not looked at. */
export function atLeast(members: Readonly<Record<string, Shape>>): Shape {
  const shapes = Object.entries(members);
  return (value, at) =>
    isRecord(value) ? firstOf(shapes.map(([name, shape]) => shape(value[name], `${at}/${name}`))) : at;
}

/** An object whose member `type` chooses its shape. */
export const union =
  (shapes: Readonly<Record<string, Shape>>): Shape =>
  (value, at) => {
    const type = isRecord(value) ? value['type'] : undefined;
    if (typeof type !== 'string' || !Object.hasOwn(shapes, type)) return `${at}/type`;
    return shapes[type]?.(value, at);
  };

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function firstOf(misfits: readonly (string | undefined)[]): string | undefined {
  return misfits.find((misfit) => misfit !== undefined);
}
