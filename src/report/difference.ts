/** Two texts, each as what stands before the first difference, what differs, and what stands after the last. */
export interface Difference {
  readonly before: string;
  readonly one: string;
  readonly other: string;
  readonly after: string;
}

/** Less in common than this share of the shorter text, and the two are simply other texts. */
const LEAST_SHARED = 0.4;

/** Where two texts differ that are otherwise the same; undefined when they are equal, or have little in common. */
export function differenceOf(one: string, other: string): Difference | undefined {
  if (one === other) return undefined;
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < shorter - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  if (start + end < shorter * LEAST_SHARED || start + end === 0) return undefined;
  // No character outside the basic plane is cut in two.
  if (/[\ud800-\udbff]/.test(one.charAt(start - 1))) start -= 1;
  if (/[\udc00-\udfff]/.test(one.charAt(one.length - end))) end -= 1;
  return {
    before: one.slice(0, start),
    one: one.slice(start, one.length - end),
    other: other.slice(start, other.length - end),
    after: one.slice(one.length - end),
  };
}
