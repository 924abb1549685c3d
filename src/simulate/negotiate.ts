import type { SimulatorRules } from '../model/simulator.ts';

type Formats = SimulatorRules['formats'];

/**
 * The media type of the reply: `_format` when given, or else the best that Accept allows (RFC 9110 section 12.5.1).
 * Without either it is the provider's first. Undefined: none of those asked for is offered.
 */
export function replyFormat(
  formats: Formats,
  format: string | undefined,
  accept: string | undefined,
): string | undefined {
  if (format !== undefined) return offered(formats, format);
  if (accept === undefined || accept.trim() === '') return Object.values(formats)[0];
  const ranges = accept.split(',').map(rangeOf);
  const best = ranges.filter(({ quality }) => quality > 0).toSorted((one, other) => other.quality - one.quality);
  return best.map(({ name }) => offered(formats, name)).find((found) => found !== undefined);
}

/** What a media type, a range or a short name stands for; undefined when it is not declared. Parameters do not matter. */
export function offered(formats: Formats, asked: string): string | undefined {
  // An unescaped plus sign in a query has become a space.
  const name = asked.split(';', 1)[0]?.trim().toLowerCase().replace(' ', '+') ?? '';
  const prefix = name === '*/*' ? '' : name.endsWith('/*') ? name.slice(0, -1) : undefined;
  const fits = (one: string): boolean => (prefix === undefined ? one === name : one.startsWith(prefix));
  return Object.entries(formats).find(([one]) => fits(one))?.[1];
}

function rangeOf(range: string): { readonly name: string; readonly quality: number } {
  const quality = /;\s*q=([\d.]+)/i.exec(range)?.[1];
  return { name: range, quality: quality === undefined ? 1 : Number(quality) };
}
