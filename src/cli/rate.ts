const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** The least time between two requests, in milliseconds, of a rate as `5/s`, `30/m` or `0.5/s`; undefined when it is none. */
export function intervalOf(rate: string): number | undefined {
  const [, count, unit] = /^(\d+(?:\.\d+)?)\/(s|m|h)$/.exec(rate) ?? [];
  const intervalMs = UNIT_MS[unit as keyof typeof UNIT_MS] / Number(count);
  return Number.isFinite(intervalMs) && intervalMs > 0 ? intervalMs : undefined;
}
