import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';

/** What a value may stand for: a date is every moment of its day, `<5` all that is less. Both ends are inside. */
interface Span {
  readonly from: number;
  readonly to: number;
  /** Values are compared only within one unit. */
  readonly unit: string;
}

/**
 * Whether a value is at or beyond a limit, on the side that `minimum` or `maximum` asks for; undefined when that cannot be
 * told, because units differ or the value is less precise than the limit.
 */
export function isWithin(side: 'minimum' | 'maximum', limit: JsonValue, value: JsonValue): boolean | undefined {
  const asked = spanOf(limit);
  const given = spanOf(value);
  if (!asked || !given) return undefined;
  const [limits, values] = inOneUnit(asked, given);
  if (limits.unit !== values.unit) return undefined;
  if (side === 'minimum') return values.from >= limits.from || (values.to < limits.from ? false : undefined);
  return values.to <= limits.to || (values.from > limits.to ? false : undefined);
}

/** Undefined where a value has no order; numbers are compared by the structure. */
function spanOf(value: JsonValue): Span | undefined {
  if (typeof value === 'string') return spanOfDate(value) ?? spanOfTime(value);
  return isJsonObject(value) ? spanOfQuantity(value) : undefined;
}

const LOCAL = 'local date';
const UTC = 'moment';
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** A day begins in the zone furthest ahead of UTC and ends in that furthest behind. */
const AHEAD = 14 * HOUR;
const BEHIND = 12 * HOUR;

function inOneUnit(a: Span, b: Span): readonly [Span, Span] {
  if (a.unit === LOCAL && b.unit === UTC) return [anywhere(a), b];
  return a.unit === UTC && b.unit === LOCAL ? [a, anywhere(b)] : [a, b];
}

const anywhere = ({ from, to }: Span): Span => ({ from: from - AHEAD, to: to + BEHIND, unit: UTC });

const DATE = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(.+?)(Z|[+-]\d\d:\d\d))?)?)?$/;

function spanOfDate(text: string): Span | undefined {
  const [, year, month, day, time = '', zone] = DATE.exec(text) ?? [];
  if (year === undefined) return undefined;
  const [y, m, d] = [Number(year), Number(month ?? 1) - 1, Number(day ?? 1)];
  const from = Date.UTC(y, m, d);
  if (zone !== undefined) {
    const moment = from + timeOf(time) - offsetOf(zone);
    return { from: moment, to: moment, unit: UTC };
  }
  const next =
    month === undefined ? Date.UTC(y + 1, 0, 1) : day === undefined ? Date.UTC(y, m + 1, 1) : from + 24 * HOUR;
  return { from, to: next - 1, unit: LOCAL };
}

function spanOfTime(text: string): Span {
  const time = timeOf(text);
  return { from: time, to: time, unit: 'time of day' };
}

/** Milliseconds from midnight; NaN, which is neither before nor after anything, where the text is no time. */
function timeOf(text: string): number {
  const [, hours, minutes, seconds] = /^(\d\d):(\d\d):(\d\d(?:\.\d+)?)$/.exec(text) ?? [];
  return Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND;
}

/** Milliseconds that a zone is ahead of UTC: `Z` has no digits, so none. */
function offsetOf(zone: string): number {
  const size = Number(zone.slice(1, 3)) * HOUR + Number(zone.slice(4)) * MINUTE;
  return zone.startsWith('-') ? -size : size;
}

/** A Quantity; its comparator opens one end (https://hl7.org/fhir/R4/datatypes.html#Quantity). */
function spanOfQuantity({ value, comparator, system, code, unit }: JsonObject): Span | undefined {
  if (typeof value !== 'number') return undefined;
  const less = comparator === '<' || comparator === '<=';
  const more = comparator === '>' || comparator === '>=';
  return {
    from: less ? Number.NEGATIVE_INFINITY : value,
    to: more ? Number.POSITIVE_INFINITY : value,
    unit: code === undefined ? `text ${unit ?? ''}` : `${system ?? ''}|${code}`,
  };
}
