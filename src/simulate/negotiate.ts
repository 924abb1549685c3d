import type { FormatNames, MediaType } from '../model/simulator.ts';

/**
 * The media type of the reply: the best of those that `asked` lists, in the syntax of Accept (RFC 9110 section 12.5.1), and
 * the provider's first when nothing is asked for. Undefined: none of those asked for is offered.
 */
export function replyFormat(formats: FormatNames, asked: string | undefined): MediaType | undefined {
  if (asked === undefined || asked.trim() === '') return Object.values(formats)[0];
  return acceptable(asked)
    .map((name) => offered(formats, name))
    .find((found) => found !== undefined);
}

/** What a media type, a range or a short name stands for; undefined when it is not declared. Parameters do not matter. */
export function offered(formats: FormatNames, asked: string): MediaType | undefined {
  // An unescaped plus sign in a query has become a space.
  const name = nameOf(asked).replace(' ', '+');
  const prefix = name === '*/*' ? '' : name.endsWith('/*') ? name.slice(0, -1) : undefined;
  const fits = (one: string): boolean => (prefix === undefined ? one === name : one.startsWith(prefix));
  return Object.entries(formats).find(([one]) => fits(one))?.[1];
}

/** The coding of the reply that Accept-Encoding asks for (RFC 9110 section 12.5.3); undefined for a reply as it is. */
export function replyCoding<C extends string>(codings: readonly C[], asked: string | undefined): C | undefined {
  const wanted = acceptable(asked ?? '').map(nameOf);
  return codings.find((coding) => wanted.includes(coding) || wanted.includes('*'));
}

/** The members of a list with weights that are wanted at all, the best first. */
const acceptable = (list: string): readonly string[] =>
  list
    .split(',')
    .map((member) => ({ member, weight: weightOf(member) }))
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight)
    .map(({ member }) => member);

function weightOf(member: string): number {
  const weight = /;\s*q=([\d.]+)/i.exec(member)?.[1];
  return weight === undefined ? 1 : Number(weight);
}

const nameOf = (member: string): string => member.split(';', 1)[0]?.trim().toLowerCase() ?? '';
