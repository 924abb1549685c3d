/** Longest path of a file in a bundle, in characters. */
const MAX_PATH_LENGTH = 200;

const SEGMENT = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;
/** Names that Windows keeps for devices, with any extension. */
const DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

/**
 * Whether a path means the same file on every system: relative, ASCII letters, digits, dot, hyphen and underscore only,
 * no segment that starts or ends with a dot, no device name. So nothing can climb out of a folder or differ by Unicode form.
 */
export function isSafePath(path: string): boolean {
  return path.length <= MAX_PATH_LENGTH && path.split('/').every(isSafeSegment);
}

export function isSafeSegment(segment: string): boolean {
  return SEGMENT.test(segment) && !segment.endsWith('.') && !DEVICE.test(segment);
}

/** Paths that some file systems cannot hold beside another one: they differ from it by case alone. */
export function clashingPaths(paths: Iterable<string>): readonly string[] {
  const seen = new Set<string>();
  return [...paths].filter((path) => {
    const before = seen.size;
    return seen.add(path.toLowerCase()).size === before;
  });
}
