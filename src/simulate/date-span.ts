/** From `from` up to but without `to`, in milliseconds since 1970. */
export interface DateSpan {
  readonly from: number;
  readonly to: number;
}

const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?)?)?$/;

/**
 * All the time that a date covers: as much as it leaves open (https://hl7.org/fhir/STU3/search.html#date).
 * Dates begin at midnight UTC. Undefined for what is no date.
 */
export function dateSpan(text: string): DateSpan | undefined {
  const match = DATE.exec(text);
  const from = Date.parse(text);
  if (match === null || Number.isNaN(from)) return undefined;
  const [, year, month, day, second, fraction] = match;
  if (month === undefined) return { from, to: Date.UTC(Number(year) + 1, 0) };
  // The months of Date.UTC count from 0, so this is the next one.
  if (day === undefined) return { from, to: Date.UTC(Number(year), Number(month)) };
  return { from, to: from + lengthMs(text.includes('T'), second, fraction) };
}

function lengthMs(timed: boolean, second: string | undefined, fraction: string | undefined): number {
  if (!timed) return 86_400_000;
  if (second === undefined) return 60_000;
  return fraction === undefined ? 1_000 : 1;
}
