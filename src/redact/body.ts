import { asBuffer } from '../model/bytes.ts';
import { encodingOf } from './encoding.ts';
import { type Note, redactWhole } from './payload.ts';
import type { Protection } from './protection.ts';

/** A body with stand-ins for what may not be written; the very bytes when nothing was replaced. */
export function redactBody(body: Uint8Array, protection: Protection, note: Note): Uint8Array {
  if (body.length === 0) return body;
  const bytes = asBuffer(body);
  const encoding = encodingOf(bytes);
  if (encoding === undefined) return withheld(bytes, protection, note);
  const text = encoding.decode(bytes);
  try {
    const changed = redactWhole(text, protection, note);
    return changed === text ? body : encoding.encode(changed);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // Too much for the stack of a regular expression, or for one string.
    return withheld(bytes, protection, note);
  }
}

/** A body that cannot be read cannot be shown to hold nobody, so a stand-in is written in its place. */
export function withheld(body: Uint8Array, { standIns }: Protection, note: Note): Uint8Array {
  if (body.length === 0) return body;
  const standIn = standIns.for('unreadable-body', Buffer.from(body).toString('latin1'));
  note('unreadable-body', 'body');
  return Buffer.from(standIn);
}
