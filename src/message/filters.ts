import type { JsonValue } from '../model/json.ts';
import { parseDuration } from './duration.ts';

/** Turns a value into another; undefined means that the filter does not fit the value or its argument. */
type Filter = (value: JsonValue, argument: string | undefined) => JsonValue | undefined;

const textFilter =
  (change: (text: string) => string): Filter =>
  (value) =>
    typeof value === 'string' || typeof value === 'number' ? change(String(value)) : undefined;

const timeFilter =
  (change: (epochMs: number, argument: string | undefined) => JsonValue | undefined): Filter =>
  (value, argument) => {
    const epochMs = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    return Number.isNaN(epochMs) ? undefined : change(epochMs, argument);
  };

function shifted(epochMs: number, argument: string | undefined, sign: 1 | -1): string | undefined {
  const durationMs = argument === undefined ? undefined : parseDuration(argument);
  return durationMs === undefined ? undefined : new Date(epochMs + sign * durationMs).toISOString();
}

function atOffset(epochMs: number, argument: string | undefined): string | undefined {
  const offsetMs = argument === undefined ? undefined : parseDuration(argument);
  if (offsetMs === undefined || offsetMs % 60_000 !== 0) return undefined;
  const minutes = Math.abs(offsetMs) / 60_000;
  const twoDigits = (number: number): string => String(number).padStart(2, '0');
  const zone = `${offsetMs < 0 ? '-' : '+'}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
  return `${new Date(epochMs + offsetMs).toISOString().slice(0, -1)}${zone}`;
}

const altered = (text: string): string => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);

/** The filters of `${path | filter argument}`, by name. Times are FHIR instants. */
export const FILTERS: Readonly<Record<string, Filter>> = {
  /** A time moved by a duration: `plus 300s`. */
  plus: timeFilter((epochMs, argument) => shifted(epochMs, argument, 1)),
  minus: timeFilter((epochMs, argument) => shifted(epochMs, argument, -1)),
  /** Seconds since 1970, as JWT NumericDate wants them (RFC 7519 section 2). */
  epoch: timeFilter((epochMs) => Math.floor(epochMs / 1_000)),
  /** FHIR instant in UTC with milliseconds. */
  instant: timeFilter((epochMs) => new Date(epochMs).toISOString()),
  /** FHIR instant in UTC without fraction. */
  seconds: timeFilter((epochMs) => `${new Date(epochMs).toISOString().slice(0, 19)}Z`),
  /** The same time as a clock shows it that far from UTC: `offset 1h` is British Summer Time. */
  offset: timeFilter((epochMs, argument) => atOffset(epochMs, argument)),
  date: timeFilter((epochMs) => new Date(epochMs).toISOString().slice(0, 10)),
  /** IMF-fixdate (RFC 9110 section 5.6.7). */
  httpDate: timeFilter((epochMs) => new Date(epochMs).toUTCString()),
  base64: textFilter((text) => Buffer.from(text, 'utf8').toString('base64')),
  base64url: textFilter((text) => Buffer.from(text, 'utf8').toString('base64url')),
  /** Another text of the same length, and still base64url if it was: its first character is another one. */
  altered: (value) => (typeof value === 'string' && value !== '' ? altered(value) : undefined),
  /** A text so many times: `times 100`. */
  times: (value, argument) =>
    typeof value === 'string' && /^\d{1,5}$/.test(argument ?? '') ? value.repeat(Number(argument)) : undefined,
  lower: textFilter((text) => text.toLowerCase()),
  upper: textFilter((text) => text.toUpperCase()),
  /** JSON text of any value. */
  json: (value) => JSON.stringify(value),
};
