import { STAND_IN } from './shapes.ts';

/**
 * Whether a text with stand-ins in it can have come of another: what is around them stands in that one too, in its order and from end to
 * end, and each stands for something. Header and claims of a JWT are read first. A text without stand-ins comes of itself alone.
 */
export function fitsAround(original: string, withStandIns: string): boolean {
  const text = readable(original);
  const pieces = readable(withStandIns).split(new RegExp(STAND_IN, 'g'));
  const [first = '', ...others] = pieces;
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let end = first.length;
  for (const piece of others) {
    const start = text.indexOf(piece, end + 1);
    if (start === -1) return false;
    end = start + piece.length;
  }
  return text.length - last.length > end && text.endsWith(last);
}

/** Header and claims of a JWT in its compact form (RFC 7515 section 7.1). */
const JWT = /((?:eyJ|e30)[\w-]*)\.((?:eyJ|e30)[\w-]*)/g;

const readable = (text: string): string =>
  text.replace(JWT, (_, header: string, claims: string) => `${decoded(header)}.${decoded(claims)}`);

const decoded = (part: string): string => Buffer.from(part, 'base64url').toString('utf8');
