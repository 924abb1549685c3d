const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Reads a duration as suites write it: a whole number with `ms`, `s`, `m`, `h` or `d`, perhaps negative. Milliseconds, or undefined. */
export function parseDuration(text: string): number | undefined {
  const match = /^(-?\d+)(ms|s|m|h|d)$/.exec(text);
  return match === null ? undefined : Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS];
}
